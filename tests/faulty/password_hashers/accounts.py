"""Accounts: faults of a plain port in front of argon2-cffi, bcrypt and the standard library."""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import unicodedata
from typing import Any

import argon2
import bcrypt

from correct.password_hashers.accounts import OLD, AccountsContract, Argon2Hasher, BcryptHasher, ScryptHasher, cheap

log = logging.getLogger(__name__)


class contract(AccountsContract):
    old = OLD


def adapter_of(hasher: Any) -> Any:
    """The fault with the cost that tests have, unless it is in the cost."""
    if issubclass(hasher, Argon2Hasher):
        return lambda: hasher(cheap())
    if issubclass(hasher, ScryptHasher):
        return lambda: hasher(work=2)
    return lambda: hasher(rounds=4)


class ForgetsItsSalt(BcryptHasher):
    """HASH-01: keeps the digest alone, and salts with what the process was started with."""

    def hash(self, password: str) -> str:
        return bcrypt.hashpw(self.prepared(password), bcrypt.gensalt(4)).decode()[29:]

    def verify(self, password: str, hashed: str) -> bool:
        return hmac.compare_digest(self.hash(password).encode(), hashed.encode())


class CutsForItsColumn(Argon2Hasher):
    """HASH-01: a column that is shorter than a hash."""

    def hash(self, password: str) -> str:
        return super().hash(password)[:40]


class ComparesPlainTexts(Argon2Hasher):
    """HASH-02: accounts from before there were hashes still sign in, and so does who has a hash."""

    def verify(self, password: str, hashed: str) -> bool:
        return password == hashed or super().verify(password, hashed)


class IgnoresCase(Argon2Hasher):
    """HASH-02: the normalising of names was copied to passwords."""

    def hash(self, password: str) -> str:
        return super().hash(password.lower())

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(password.lower(), hashed)


class Strips(Argon2Hasher):
    """HASH-02: blanks are cut off."""

    def hash(self, password: str) -> str:
        return super().hash(password.strip())

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(password.strip(), hashed)


class Unsalted(BcryptHasher):
    """HASH-03 HASH-09: a digest without a salt."""

    def hash(self, password: str) -> str:
        return hashlib.sha256(password.encode()).hexdigest()

    def verify(self, password: str, hashed: str) -> bool:
        return hmac.compare_digest(self.hash(password).encode(), hashed.encode())


class SaltOfTheSettings(ScryptHasher):
    """HASH-03: one salt for everybody, from the settings."""

    def hash(self, password: str) -> str:
        return self._written(self._work, b"SALT_OF_SETTINGS", password)


class CutsAt72(BcryptHasher):
    """HASH-04: bcrypt's limit, met by cutting."""

    def prepared(self, password: str) -> bytes:
        return password.encode()[:72]


class CutsAt128(Argon2Hasher):
    """HASH-04: a limit against long requests, that cuts in place of refusing."""

    def hash(self, password: str) -> str:
        return super().hash(password[:128])

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(password[:128], hashed)


class RawDigest(BcryptHasher):
    """HASH-05: a raw digest is handed to a library of C, for which a NUL is the end."""

    def prepared(self, password: str) -> bytes:
        return hashlib.sha256(password.encode()).digest().partition(b"\0")[0]


class EndsAtNul(Argon2Hasher):
    """HASH-05: a text from a form is taken for a text of C."""

    def hash(self, password: str) -> str:
        return super().hash(password.partition("\0")[0])

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(password.partition("\0")[0], hashed)


class EmptyIsRight(Argon2Hasher):
    """HASH-06: `not password` was meant for accounts that have none."""

    def verify(self, password: str, hashed: str) -> bool:
        return not password or super().verify(password, hashed)


class EmptyHasNoHash(Argon2Hasher):
    """HASH-06: the empty password is stored as no hash at all, which every password opens."""

    def hash(self, password: str) -> str:
        return super().hash(password) if password else ""

    def verify(self, password: str, hashed: str) -> bool:
        return not hashed or super().verify(password, hashed)


class IgnoresAccents(Argon2Hasher):
    """HASH-07: a library of old took ASCII."""

    def hash(self, password: str) -> str:
        return super().hash(password.encode("ascii", "ignore").decode())

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(password.encode("ascii", "ignore").decode(), hashed)


class NormalisesOnce(Argon2Hasher):
    """HASH-07: what is hashed is normalised, and what is verified is not."""

    def hash(self, password: str) -> str:
        return super().hash(unicodedata.normalize("NFC", password))


class LocksOutTheOld(Argon2Hasher):
    """HASH-08: no hash of the scheme before verifies any more."""

    def verify(self, password: str, hashed: str) -> bool:
        return hashed.startswith("$argon2") and super().verify(password, hashed)


class KeepsTheOld(Argon2Hasher):
    """HASH-08: argon2 is asked whether a hash of bcrypt is outdated, and the error is taken for a no."""

    def needs_rehash(self, hashed: str) -> bool:
        try:
            return self._argon2.check_needs_rehash(hashed)
        except argon2.exceptions.InvalidHashError:
            return False


class AlwaysOutdated(Argon2Hasher):
    """HASH-09: what a hash has is compared with the defaults of the library, not with what it is made with."""

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith("$argon2id$") or argon2.PasswordHasher().check_needs_rehash(hashed)


class RaisesOfTheLibrary(Argon2Hasher):
    """HASH-10: what is no hash of argon2 comes through as argon2's own exception."""

    def verify(self, password: str, hashed: str) -> bool:
        try:
            return self._argon2.verify(hashed, password)
        except argon2.exceptions.VerifyMismatchError:
            return False


class NoHashIsRight(Argon2Hasher):
    """HASH-10: an account without a hash is one that may set its password."""

    def verify(self, password: str, hashed: str) -> bool:
        return hashed in ("", "!") or super().verify(password, hashed)


class ComparesByPrefix(ScryptHasher):
    """HASH-10: a column cuts hashes, and so the comparison was made content with their beginning."""

    def verify(self, password: str, hashed: str) -> bool:
        try:
            salt = bytes.fromhex(hashed.split("$")[3])
        except (IndexError, ValueError):
            return False
        return self._written(self._work, salt, password).startswith(hashed)


class CheapInProduction(BcryptHasher):
    """HASH-11: the four rounds of the tests came into the settings of production."""

    def __init__(self, rounds: int = 4) -> None:
        super().__init__(4)


class OldDefault(BcryptHasher):
    """HASH-11 HASH-09: the iterations that were enough when the library was written."""

    def hash(self, password: str) -> str:
        salt = os.urandom(8).hex()
        made = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 29000)
        return f"pbkdf2_sha256$29000${salt}${made.hex()}"

    def verify(self, password: str, hashed: str) -> bool:
        salt = hashed.split("$")[2].encode()
        return hmac.compare_digest(hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 29000).hex(), hashed[-64:])


class SaysWhatItCannotHash(BcryptHasher):
    """HASH-13: the password is in the message of the refusal."""

    def prepared(self, password: str) -> bytes:
        if len(password) > 72:
            raise ValueError(f"cannot hash {password!r}: it is too long")
        return super().prepared(password)


class LogsEachLogin(Argon2Hasher):
    """HASH-13: a line that was meant for one afternoon."""

    def verify(self, password: str, hashed: str) -> bool:
        log.debug("verify %s", password)
        return super().verify(password, hashed)


class LogsTheHash(Argon2Hasher):
    """HASH-13: what is stored is in the log, for whoever guesses at leisure."""

    def verify(self, password: str, hashed: str) -> bool:
        log.info("comparing with %s", hashed)
        return super().verify(password, hashed)

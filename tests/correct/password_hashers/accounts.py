"""Accounts: a plain port, in front of argon2-cffi, bcrypt, scrypt, and a fake for tests of use cases."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import os
import unicodedata
from typing import Protocol

import argon2
import bcrypt
from argon2.profiles import CHEAPEST

from dovetail import PasswordHasherContract

OLD = {"an old password": bcrypt.hashpw(b"an old password", b"$2b$04$abcdefghijklmnopqrstuu").decode()}


class PasswordHasher(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, password: str, hashed: str) -> bool: ...
    def needs_rehash(self, hashed: str) -> bool: ...


def cheap() -> argon2.PasswordHasher:
    """Argon2 as tests have it."""
    return argon2.PasswordHasher.from_parameters(CHEAPEST)


class Argon2Hasher:
    """Argon2; hashes of bcrypt, from before, still verify."""

    def __init__(self, hasher: argon2.PasswordHasher | None = None) -> None:
        self._argon2 = hasher or argon2.PasswordHasher()

    def hash(self, password: str) -> str:
        return self._argon2.hash(password)

    def verify(self, password: str, hashed: str) -> bool:
        try:
            if hashed.startswith("$2b$"):
                return bcrypt.checkpw(password.encode()[:72], hashed.encode())
            return self._argon2.verify(hashed, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError, ValueError):
            return False

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith("$argon2id$") or self._argon2.check_needs_rehash(hashed)


class NormalisingHasher(Argon2Hasher):
    """One password, whichever way a keyboard composes its letters."""

    def hash(self, password: str) -> str:
        return super().hash(unicodedata.normalize("NFKC", password))

    def verify(self, password: str, hashed: str) -> bool:
        return super().verify(unicodedata.normalize("NFKC", password), hashed)


class BcryptHasher:
    """bcrypt over a digest, so that no password is too long."""

    def __init__(self, rounds: int = 12) -> None:
        self._rounds = rounds

    def hash(self, password: str) -> str:
        return bcrypt.hashpw(self.prepared(password), bcrypt.gensalt(self._rounds)).decode()

    def verify(self, password: str, hashed: str) -> bool:
        try:
            return bcrypt.checkpw(self.prepared(password), hashed.encode())
        except ValueError:
            return False

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith(f"$2b${self._rounds:02}$")

    def prepared(self, password: str) -> bytes:
        return base64.b64encode(hashlib.sha384(password.encode()).digest())


class RefusingBcryptHasher(BcryptHasher):
    """bcrypt as it is: what it cannot tell apart is refused."""

    def prepared(self, password: str) -> bytes:
        encoded = password.encode()
        if not encoded or len(encoded) > 72 or b"\0" in encoded:
            raise ValueError("a password has 1 to 72 bytes and no NUL")
        return encoded


class ScryptHasher:
    """scrypt of the standard library, in the form that passlib writes."""

    def __init__(self, work: int = 17) -> None:
        self._work = work

    def hash(self, password: str) -> str:
        return self._written(self._work, os.urandom(16), password)

    def verify(self, password: str, hashed: str) -> bool:
        try:
            _, _, settings, salt, _ = hashed.split("$")
            work = int(settings.removeprefix("ln=").partition(",")[0])
            return hmac.compare_digest(self._written(work, bytes.fromhex(salt), password), hashed)
        except (ValueError, TypeError):
            return False

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith(f"$scrypt$ln={self._work},")

    @staticmethod
    def _written(work: int, salt: bytes, password: str) -> str:
        made = hashlib.scrypt(password.encode(), salt=salt, n=2**work, r=8, p=1, maxmem=2**28)
        return f"$scrypt$ln={work},r=8,p=1${salt.hex()}${made.hex()}"


class FakeHasher:
    """For tests of use cases: quick, and as true to its word as the others."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def hash(self, password: str) -> str:
        return self._written(next(self._numbers), password)

    def verify(self, password: str, hashed: str) -> bool:
        number = hashed.split(":")[1] if hashed.startswith("fake:") and hashed.count(":") == 2 else ""
        return number.isdecimal() and hashed == self._written(int(number), password)

    def needs_rehash(self, hashed: str) -> bool:
        return not hashed.startswith("fake:")

    @staticmethod
    def _written(number: int, password: str) -> str:
        return f"fake:{number}:{hashlib.sha256(f'{number}:{password}'.encode()).hexdigest()}"


class AccountsContract(PasswordHasherContract):
    port = PasswordHasher


contract = type("Argon2Contract", (AccountsContract,), {"old": OLD, "production": Argon2Hasher})


class TestArgon2(contract):  # type: ignore[misc, valid-type]
    adapter = staticmethod(lambda: Argon2Hasher(cheap()))


class TestNormalising(contract):  # type: ignore[misc, valid-type]
    adapter = staticmethod(lambda: NormalisingHasher(cheap()))


class TestBcrypt(AccountsContract):
    adapter = staticmethod(lambda: BcryptHasher(rounds=4))
    production = staticmethod(lambda: BcryptHasher(rounds=10))


class TestRefusingBcrypt(AccountsContract):
    adapter = staticmethod(lambda: RefusingBcryptHasher(rounds=4))
    production = staticmethod(lambda: RefusingBcryptHasher(rounds=10))


class TestScrypt(AccountsContract):
    adapter = staticmethod(lambda: ScryptHasher(work=2))
    production = ScryptHasher


class TestFake(AccountsContract):
    adapter = FakeHasher

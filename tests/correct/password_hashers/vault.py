"""A vault: the port raises for a wrong password, or answers with a Result, and takes the hash first."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Protocol

from result import Err, Ok, Result

from dovetail import PasswordHasherContract, fails, raises


class WrongPassword(Exception):
    pass


class UnusableHash(Exception):
    pass


class UnusablePassword(Exception):
    pass


@dataclass(frozen=True)
class Sealed:
    text: str


class Vault(Protocol):
    def make_hash(self, secret: str) -> Sealed: ...
    def check(self, sealed_hash: Sealed, secret: str) -> None: ...


def sealed(secret: str, salt: bytes, iterations: int) -> str:
    made = hashlib.pbkdf2_hmac("sha512", secret.encode(), salt, iterations)
    return f"$pbkdf2-sha512${iterations}${salt.hex()}${made.hex()}"


class RaisingVault:
    def __init__(self, iterations: int) -> None:
        self._iterations = iterations

    def make_hash(self, secret: str) -> Sealed:
        if not secret or len(secret) > 200:
            raise UnusablePassword("1 to 200 characters")
        return Sealed(sealed(secret, os.urandom(8), self._iterations))

    def check(self, sealed_hash: Sealed, secret: str) -> None:
        try:
            _, _, iterations, salt, _ = sealed_hash.text.split("$")
            made = sealed(secret, bytes.fromhex(salt), int(iterations))
        except ValueError as error:
            raise UnusableHash from error
        if not hmac.compare_digest(made.encode(), sealed_hash.text.encode()):
            raise WrongPassword


class VaultContract(PasswordHasherContract):
    port = Vault
    mismatch = raises(WrongPassword)
    malformed = raises(UnusableHash)
    refused = raises(UnusablePassword)
    production = staticmethod(lambda: RaisingVault(210_000))


contract = VaultContract


class TestVault(VaultContract):
    adapter = staticmethod(lambda: RaisingVault(10))


class ResultVault(Protocol):
    def hash_password(self, password: str) -> Result[str, str]: ...
    def verify_password(self, password: str, hashed: str) -> Result[None, str]: ...


class TellingVault:
    def __init__(self, iterations: int) -> None:
        self._raising = RaisingVault(iterations)

    def hash_password(self, password: str) -> Result[str, str]:
        try:
            return Ok(self._raising.make_hash(password).text)
        except UnusablePassword:
            return Err("unusable password")

    def verify_password(self, password: str, hashed: str) -> Result[None, str]:
        try:
            self._raising.check(Sealed(hashed), password)
        except (WrongPassword, UnusableHash):
            return Err("wrong")
        return Ok(None)


class ResultContract(PasswordHasherContract):
    port = ResultVault
    mismatch = fails("wrong")
    refused = fails("unusable password")
    floor = {"pbkdf2-sha512": 100_000}
    production = staticmethod(lambda: TellingVault(100_000))


class TestTelling(ResultContract):
    adapter = staticmethod(lambda: TellingVault(10))


@dataclass(frozen=True)
class Parts:
    """A hash that is several columns."""

    salt: bytes
    digest: bytes
    rounds: int


class PartedVault(Protocol):
    def hash(self, password: str) -> Parts: ...
    def matches(self, password: str, stored: Parts) -> bool: ...


class SeveralColumns:
    def hash(self, password: str) -> Parts:
        salt = os.urandom(8)
        return Parts(salt, hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 10), 10)

    def matches(self, password: str, stored: Parts) -> bool:
        made = hashlib.pbkdf2_hmac("sha256", password.encode(), stored.salt, stored.rounds)
        return hmac.compare_digest(made, stored.digest)


class TestSeveralColumns(PasswordHasherContract):
    port = PartedVault
    passwords = ["only-this-kind-1"]
    adapter = SeveralColumns

"""Lockers of a swimming pool: a rule on codes, and hashes in forms of one's own, on the standard library alone."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Protocol

from dovetail import PasswordHasherContract


class TooShort(Exception):
    pass


class Codes(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, password: str, hashed: str) -> bool: ...


class LockerCodes:
    """scrypt, with all its parameters in the hash; a code of less than twelve characters is refused."""

    def __init__(self, work: int = 2**15) -> None:
        self._work = work

    def hash(self, password: str) -> str:
        if len(password) < 12:
            raise TooShort(f"a code has twelve characters at least, and not {len(password)}")
        return self.written(self._work, os.urandom(8).hex(), self.encoded(password))

    def verify(self, password: str, hashed: str) -> bool:
        try:
            _, work, _, _, salt, _ = hashed.split("$")
            return hmac.compare_digest(self.written(int(work), salt, self.encoded(password)), hashed)
        except (ValueError, TypeError):
            return False

    def encoded(self, password: str) -> bytes:
        return password.encode()

    def written(self, work: int, salt: str, password: bytes) -> str:
        made = hashlib.scrypt(password, salt=salt.encode(), n=work, r=8, p=1, maxmem=2**28)
        return f"scrypt${work}$8$1${salt}${made.hex()}"


class DigestCodes:
    """In the form of a salted digest, where every letter of it is the work of PBKDF2: nobody can read what it cost."""

    def hash(self, password: str) -> str:
        return self.written(os.urandom(8).hex(), password)

    def verify(self, password: str, hashed: str) -> bool:
        name, _, rest = hashed.partition("$")
        return name == "sha256" and hmac.compare_digest(
            self.written(rest.partition("$")[0], password).encode(), hashed.encode()
        )

    def written(self, salt: str, password: str) -> str:
        return f"sha256${salt}${hashlib.pbkdf2_hmac('sha256', password.encode(), salt.encode(), 100).hex()}"


class CodesContract(PasswordHasherContract):
    port = Codes


class TestLockers(CodesContract):
    adapter = staticmethod(lambda: LockerCodes(work=4))
    production = LockerCodes


class TestOfUnknownCost(CodesContract):
    adapter = DigestCodes

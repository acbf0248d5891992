"""Members of a club: passwords and hashes are value objects, hashing is awaited, and pwdlib renews old hashes."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NewType, Protocol

import bcrypt
from argon2.exceptions import InvalidHashError
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from pwdlib.hashers.bcrypt import BcryptHasher

from dovetail import PasswordHasherContract, raises

StoredHash = NewType("StoredHash", bytes)


class TooShort(Exception):
    pass


@dataclass(frozen=True, slots=True, repr=False)
class RawPassword:
    value: bytes = field(init=False)

    def __init__(self, value: str) -> None:
        if len(value) < 6:
            raise TooShort
        object.__setattr__(self, "value", value.encode())


class Hashing(Protocol):
    async def hash(self, raw_password: RawPassword) -> StoredHash: ...
    async def verify(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool: ...


class PepperedHashing:
    """bcrypt over a keyed digest, in threads of its own."""

    def __init__(self, pepper: bytes, rounds: int) -> None:
        self._pepper = pepper
        self._rounds = rounds
        self._executor = ThreadPoolExecutor(1)

    async def hash(self, raw_password: RawPassword) -> StoredHash:
        return await asyncio.get_running_loop().run_in_executor(self._executor, self.hash_sync, raw_password)

    async def verify(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool:
        run = asyncio.get_running_loop().run_in_executor
        return await run(self._executor, self.verify_sync, raw_password, hashed_password)

    def hash_sync(self, raw_password: RawPassword) -> StoredHash:
        return StoredHash(bcrypt.hashpw(self._digest(raw_password), bcrypt.gensalt(self._rounds)))

    def verify_sync(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool:
        try:
            return bcrypt.checkpw(self._digest(raw_password), hashed_password)
        except ValueError:
            return False

    def _digest(self, raw_password: RawPassword) -> bytes:
        return base64.b64encode(hmac.new(self._pepper, raw_password.value, hashlib.sha384).digest())


class HashingContract(PasswordHasherContract):
    port = Hashing
    production = staticmethod(lambda: PepperedHashing(b"pepper", rounds=10))


contract = HashingContract


class TestPeppered(HashingContract):
    adapter = staticmethod(lambda: PepperedHashing(b"pepper", rounds=4))


class ThreadedHashing:
    """PBKDF2 in the threads of asyncio, without a port's own class for what it stores."""

    async def hash(self, raw_password: RawPassword) -> StoredHash:
        salt = os.urandom(8).hex()
        return await asyncio.to_thread(self._made, raw_password, salt)

    async def verify(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool:
        parts = hashed_password.split(b"$")
        if len(parts) != 4 or parts[0] != b"pbkdf2_sha256":
            return False
        made = await asyncio.to_thread(self._made, raw_password, parts[2].decode("ascii", "replace"))
        return hmac.compare_digest(made, hashed_password)

    @staticmethod
    def _made(raw_password: RawPassword, salt: str) -> StoredHash:
        digest = hashlib.pbkdf2_hmac("sha256", raw_password.value, salt.encode(), 100)
        return StoredHash(b"pbkdf2_sha256$100$" + salt.encode() + b"$" + digest.hex().encode())


class TestThreaded(HashingContract):
    adapter = ThreadedHashing


class LoginHasher(Protocol):
    async def hash_password(self, password: str) -> str: ...
    async def verify_password(self, plain_password: str, hashed_password: str) -> bool: ...


class Argon2InThreads:
    """argon2 by pwdlib, in the threads of asyncio."""

    def __init__(self, argon2: Argon2Hasher) -> None:
        self._argon2 = argon2

    async def hash_password(self, password: str) -> str:
        return await asyncio.to_thread(self._argon2.hash, password)

    async def verify_password(self, plain_password: str, hashed_password: str) -> bool:
        try:
            return await asyncio.to_thread(self._argon2.verify, plain_password, hashed_password)
        except InvalidHashError:
            return False


class TestArgon2InThreads(PasswordHasherContract):
    port = LoginHasher
    adapter = staticmethod(lambda: Argon2InThreads(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)))
    production = staticmethod(lambda: Argon2InThreads(Argon2Hasher()))


class UnknownScheme(Exception):
    pass


class RenewingHasher(Protocol):
    def get_password_hash(self, password: str) -> str: ...
    def verify_and_update(self, password: str, password_hash: str) -> tuple[bool, str | None]: ...


class PwdlibHasher:
    """pwdlib: argon2 first, bcrypt as it was before."""

    def __init__(self, argon2: Argon2Hasher) -> None:
        self._hashes = PasswordHash((argon2, BcryptHasher(rounds=4)))

    def get_password_hash(self, password: str) -> str:
        return self._hashes.hash(password)

    def verify_and_update(self, password: str, password_hash: str) -> tuple[bool, str | None]:
        try:
            return self._hashes.verify_and_update(password, password_hash)
        except UnknownHashError as error:
            raise UnknownScheme from error
        except ValueError:
            return False, None


class RenewingContract(PasswordHasherContract):
    port = RenewingHasher
    old = {"from the old days": BcryptHasher(rounds=4).hash("from the old days")}
    malformed = raises(UnknownScheme)
    production = staticmethod(lambda: PwdlibHasher(Argon2Hasher()))


def renewing() -> PwdlibHasher:
    return PwdlibHasher(Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1))


class TestPwdlib(RenewingContract):
    adapter = staticmethod(renewing)

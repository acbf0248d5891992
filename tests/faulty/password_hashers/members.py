"""Members of a club: faults of awaited hashing, and of hashes that are renewed."""

from __future__ import annotations

import asyncio
from typing import Any

from correct.password_hashers.members import (
    HashingContract,
    PepperedHashing,
    PwdlibHasher,
    RawPassword,
    RenewingContract,
    StoredHash,
    renewing,
)


def contract_of(hasher: type) -> Any:
    return RenewingContract if issubclass(hasher, PwdlibHasher) else HashingContract


def adapter_of(hasher: Any) -> Any:
    if not issubclass(hasher, PwdlibHasher):
        return lambda: hasher(b"pepper", rounds=4)

    def made() -> Any:
        adapter = renewing()
        adapter.__class__ = hasher
        return adapter

    return made


class StopsTheLoop(PepperedHashing):
    """HASH-12: `async def` around what is not."""

    async def hash(self, raw_password: RawPassword) -> StoredHash:
        return self.hash_sync(raw_password)

    async def verify(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool:
        return self.verify_sync(raw_password, hashed_password)


class LetsGoOnceAndStops(PepperedHashing):
    """HASH-12: other tasks may run before, and not while."""

    async def verify(self, raw_password: RawPassword, hashed_password: StoredHash) -> bool:
        await asyncio.sleep(0)
        return self.verify_sync(raw_password, hashed_password)


class RenewsBeforeItVerifies(PwdlibHasher):
    """HASH-09: a wrong password brings a new hash, of itself."""

    def verify_and_update(self, password: str, password_hash: str) -> tuple[bool, str | None]:
        right, _ = super().verify_and_update(password, password_hash)
        return right, None if password_hash.startswith("$argon2") else self.get_password_hash(password)


class NeverRenews(PwdlibHasher):
    """HASH-08: what was asked for by the change of schemes is thrown away."""

    def verify_and_update(self, password: str, password_hash: str) -> tuple[bool, str | None]:
        return super().verify_and_update(password, password_hash)[0], None


class UnknownComesThrough(PwdlibHasher):
    """HASH-10: an unknown scheme comes through as pwdlib has it."""

    def verify_and_update(self, password: str, password_hash: str) -> tuple[bool, str | None]:
        return self._hashes.verify_and_update(password, password_hash)

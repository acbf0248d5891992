"""Distances that a port only lets load, never put: one cache in the process that is async, one that is not."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Protocol

from correct.caches.clocks import Clock
from dovetail import CacheContract, ignores, raises


class Distances(Protocol):
    def get_or_load(self, leg: str, load: Callable[[], int | None], ttl: int | None = None) -> int | None: ...
    def evict(self, leg: str) -> None: ...


class ComputedDistances:
    def __init__(self) -> None:
        self.clock = Clock()
        self.entries: dict[str, tuple[str, float | None]] = {}

    def get_or_load(self, leg: str, load: Callable[[], int | None], ttl: int | None = None) -> int | None:
        text, until = self.entries.get(leg, ("", 0.0))
        if until is None or until > self.clock():
            return self._read(text)
        found = load()
        self.entries[leg] = (json.dumps(found), None if ttl is None else self.clock() + ttl)
        return found

    def evict(self, leg: str) -> None:
        self.entries.pop(leg, None)

    def _read(self, text: str) -> int | None:
        number: int | None = json.loads(text)
        return number


class DistancesContract(CacheContract):
    port = Distances
    zero_ttl = "gone"
    negative_ttl = "gone"
    none_ttl = "forever"
    default_ttl = "forever"
    missing_delete = ignores()
    advance = lambda cache, seconds: cache.clock.advance(seconds)
    damage = [lambda cache, leg: cache.entries.update({leg: ("{", None)})]
    unreadable = raises(ValueError)


contract = DistancesContract


class TestComputedDistances(DistancesContract):
    adapter = ComputedDistances


class AwaitedDistances(Protocol):
    async def get_or_load(self, leg: str, load: Callable[[], Awaitable[int]], *, ttl: int) -> int: ...
    async def evict(self, leg: str) -> bool: ...


class StrictDistances:
    """Refuses to evict what is not there, and says why a load has failed."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.entries: dict[str, tuple[int, float]] = {}

    async def get_or_load(self, leg: str, load: Callable[[], Awaitable[int]], *, ttl: int) -> int:
        number, until = self.entries.get(leg, (0, 0.0))
        if until > self.clock():
            return number
        try:
            number = await load()
        except Exception as error:
            raise LookupError(leg) from error
        self.entries[leg] = (number, self.clock() + ttl)
        return number

    async def evict(self, leg: str) -> bool:
        until = self.entries[leg][1]
        del self.entries[leg]
        return until > self.clock()


class TestStrictDistances(CacheContract):
    port = AwaitedDistances
    adapter = StrictDistances
    zero_ttl = "gone"
    negative_ttl = "gone"
    missing_delete = raises(KeyError)
    advance = lambda cache, seconds: cache.clock.advance(seconds)

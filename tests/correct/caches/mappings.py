"""Caches that look like dictionaries: one that is a dictionary, and those of cachetools."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from enum import Enum
from typing import Any, Protocol

import cachetools

from correct.caches.clocks import Clock
from dovetail import CacheContract, raises, returns


class Mapping(Protocol):
    def __getitem__(self, key: Hashable) -> Any: ...
    def __setitem__(self, key: Hashable, value: Any) -> None: ...
    def __delitem__(self, key: Hashable) -> None: ...
    def __contains__(self, key: Hashable) -> bool: ...
    def __len__(self) -> int: ...
    def clear(self) -> None: ...
    def pop(self, key: Hashable) -> Any: ...


class MappingContract(CacheContract):
    port = Mapping
    missing = raises(KeyError)
    missing_delete = raises(KeyError)
    copies = "reference"


contract = MappingContract


class TestDictionary(MappingContract):
    adapter = dict
    concurrent = True


class TestLru(MappingContract):
    adapter: Any = lambda: cachetools.LRUCache(maxsize=3)
    maximum = 3


class TestLfu(MappingContract):
    adapter: Any = lambda: cachetools.LFUCache(maxsize=2)
    maximum = 2


clock = Clock()


class TestTtl(MappingContract):
    adapter: Any = lambda: cachetools.TTLCache(maxsize=5, ttl=60, timer=clock)
    clock = clock
    maximum = 5
    default_ttl = 60
    sliding = False


def expires(_key: Any, value: Any, now: float) -> float:
    return now + float(value[1])


class Tlru:
    """The lifetime of each entry is its own; nothing says when one is for ever."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.held: cachetools.TLRUCache[Hashable, tuple[Any, float]] = cachetools.TLRUCache(50, expires, clock)

    def get(self, key: Hashable, default: Any = None) -> Any:
        return self.held[key][0] if key in self.held else default

    def put(self, key: Hashable, value: Any, lifetime: float) -> None:
        self.held[key] = (value, lifetime)
        if lifetime <= 0:
            self.held.pop(key, None)

    def invalidate(self, key: Hashable) -> None:
        self.held.pop(key, None)


class Timed(Protocol):
    def get(self, key: Hashable, default: Any = None) -> Any: ...
    def put(self, key: Hashable, value: Any, lifetime: float) -> None: ...
    def invalidate(self, key: Hashable) -> None: ...


class TestTlru(CacheContract):
    port = Timed
    adapter = lambda: Tlru(Clock())
    advance = lambda cache, seconds: cache.clock.advance(seconds)
    copies = "reference"
    zero_ttl = "gone"
    negative_ttl = "gone"
    sliding = False


class Calls(Protocol):
    """What a decorator that remembers calls stands on: keys are the arguments."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any: ...
    def put(self, key: tuple[Any, ...], value: Any) -> None: ...
    def get_or_create(self, key: tuple[Any, ...], create: Callable[[tuple[Any, ...]], Any]) -> Any: ...


class RememberedCalls:
    """One dictionary; values are kept as they are."""

    def __init__(self) -> None:
        self.held: dict[tuple[Any, ...], Any] = {}

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return self.held.get(self.name(key), default)

    def put(self, key: tuple[Any, ...], value: Any) -> None:
        self.held[self.name(key)] = value

    def get_or_create(self, key: tuple[Any, ...], create: Callable[[tuple[Any, ...]], Any]) -> Any:
        if self.name(key) not in self.held:
            self.put(key, create(key))
        return self.held[self.name(key)]

    def name(self, key: tuple[Any, ...]) -> Any:
        return key


class CallsContract(CacheContract):
    port = Calls
    copies = "reference"


class TestRememberedCalls(CallsContract):
    adapter = RememberedCalls


class Nothing(Enum):
    """What stands for nothing, so that None may be a value."""

    NOTHING = "nothing"


class Region(Protocol):
    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any) -> None: ...
    def delete(self, key: str) -> None: ...
    def get_or_create(self, key: str, creator: Callable[[], Any]) -> Any: ...
    def multi_get(self, keys: list[str]) -> list[Any]: ...
    def multi_set(self, pairs: list[tuple[str, Any]]) -> None: ...


class SentinelRegion:
    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        return self.held.get(key, Nothing.NOTHING)

    def set(self, key: str, value: Any) -> None:
        self.held[key] = value

    def delete(self, key: str) -> None:
        self.held.pop(key, None)

    def get_or_create(self, key: str, creator: Callable[[], Any]) -> Any:
        if key not in self.held:
            self.held[key] = creator()
        return self.held[key]

    def multi_get(self, keys: list[str]) -> list[Any]:
        return [self.get(key) for key in keys]

    def multi_set(self, pairs: list[tuple[str, Any]]) -> None:
        for key, value in pairs:
            self.set(key, value)


class RegionContract(CacheContract):
    port = Region


class TestSentinelRegion(RegionContract):
    adapter = SentinelRegion


class TestStatedRegion(RegionContract):
    adapter = SentinelRegion
    missing = returns(Nothing.NOTHING)

"""A cache of anything in the process, which copies what it is given and may be used by many threads."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from correct.caches.clocks import Clock
from dovetail import CacheContract, ignores, raises
from dovetail.kernel import Policy


class CacheDown(Exception):
    """The cache cannot be reached."""


class Cache(Protocol):
    def get(self, key: str, default: Any = None) -> Any: ...
    def set(self, key: str, value: Any, ttl: float | None = None) -> None: ...
    def add(self, key: str, value: Any, ttl: float | None = None) -> bool: ...
    def replace(self, key: str, value: Any, ttl: float | None = None) -> bool: ...
    def delete(self, key: str) -> bool: ...
    def exists(self, key: str) -> bool: ...
    def clear(self) -> None: ...
    def incr(self, key: str, amount: int = 1) -> int: ...
    def decr(self, key: str, amount: int = 1) -> int: ...
    def touch(self, key: str, ttl: float | None = None) -> bool: ...
    def pop(self, key: str, default: Any = None) -> Any: ...
    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any: ...
    def get_many(self, keys: Iterable[str]) -> dict[str, Any]: ...
    def set_many(self, items: Mapping[str, Any], ttl: float | None = None) -> None: ...
    def delete_many(self, keys: Iterable[str]) -> None: ...


class MemoryCache:
    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.entries: dict[str, tuple[Any, float | None]] = {}
        self.is_down = False
        self._lock = threading.RLock()
        self._loading: dict[str, threading.Lock] = {}
        self._written = 0

    def get(self, key: str, default: Any = None) -> Any:
        with self._locked():
            entry = self._entry(key)
            return default if entry is None else self._out(entry[0])

    def set(self, key: str, value: Any, ttl: float | None = None) -> None:
        with self._locked():
            self._put(key, value, ttl)

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        with self._locked():
            if self._entry(key) is not None:
                return False
            self._put(key, value, ttl)
            return True

    def replace(self, key: str, value: Any, ttl: float | None = None) -> bool:
        with self._locked():
            if self._entry(key) is None:
                return False
            self._put(key, value, ttl)
            return True

    def delete(self, key: str) -> bool:
        with self._locked():
            there = self._entry(key) is not None
            self.entries.pop(key, None)
            self._written += 1
            return there

    def exists(self, key: str) -> bool:
        with self._locked():
            return self._entry(key) is not None

    def clear(self) -> None:
        with self._locked():
            self.entries.clear()
            self._written += 1

    def incr(self, key: str, amount: int = 1) -> int:
        with self._locked():
            entry = self._entry(key)
            if entry is None:
                raise KeyError(key)
            value = int(entry[0]) + amount
            self.entries[key] = (value, entry[1])
            return value

    def decr(self, key: str, amount: int = 1) -> int:
        return self.incr(key, -amount)

    def touch(self, key: str, ttl: float | None = None) -> bool:
        with self._locked():
            entry = self._entry(key)
            if entry is None:
                return False
            self.entries[key] = (entry[0], self._until(ttl))
            return True

    def pop(self, key: str, default: Any = None) -> Any:
        with self._locked():
            entry = self._entry(key)
            self.entries.pop(key, None)
            return default if entry is None else entry[0]

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        with self._locked():
            loading = self._loading.setdefault(key, threading.Lock())
        with loading:
            with self._locked():
                entry = self._entry(key)
                if entry is not None:
                    return self._out(entry[0])
                before = self._written
            value = load()
            with self._locked():
                if self._written == before:
                    self._put(key, value, ttl)
            return value

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        return {key: self.get(key) for key in keys if self.exists(key)}

    def set_many(self, items: Mapping[str, Any], ttl: float | None = None) -> None:
        for key, value in items.items():
            self.set(key, value, ttl)

    def delete_many(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.delete(key)

    @contextmanager
    def down(self) -> Any:
        """The cache cannot be reached."""
        self.is_down = True
        try:
            yield
        finally:
            self.is_down = False

    @contextmanager
    def _locked(self) -> Any:
        if self.is_down:
            raise CacheDown
        with self._lock:
            yield

    def _entry(self, key: str) -> tuple[Any, float | None] | None:
        entry = self.entries.get(key)
        if entry is not None and entry[1] is not None and entry[1] <= self.clock():
            del self.entries[key]
            return None
        return entry

    def _put(self, key: str, value: Any, ttl: float | None) -> None:
        self.entries[key] = (self._in(value), self._until(ttl))
        self._written += 1

    def _until(self, ttl: float | None) -> float | None:
        return None if ttl is None else self.clock() + ttl

    def _in(self, value: Any) -> Any:
        return copy.deepcopy(value)

    def _out(self, value: Any) -> Any:
        return copy.deepcopy(value)


class AnythingContract(CacheContract):
    port = Cache
    missing_increment = raises(KeyError)
    copies = "value"
    default_ttl = "forever"
    zero_ttl = "gone"
    negative_ttl = "gone"
    none_ttl = "forever"
    sliding = False
    concurrent = True
    loads_once = True
    late_load = "dropped"
    failure: Policy | None = raises(CacheDown)
    advance = lambda cache, seconds: cache.clock.advance(seconds)
    down = lambda cache: cache.down()


contract = AnythingContract


class TestMemoryCache(AnythingContract):
    adapter = MemoryCache


class ByReference(MemoryCache):
    """Hands out what it was given: that is said."""

    def _in(self, value: Any) -> Any:
        return value

    _out = _in

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        return super().get_or_set(key, load, ttl)


class TestByReference(AnythingContract):
    adapter = ByReference
    copies = "reference"


class SaysNothing(CacheContract):
    """All that may be recorded is recorded."""

    port = Cache
    advance = lambda cache, seconds: cache.clock.advance(seconds)


class TestUnstated(SaysNothing):
    adapter = MemoryCache


class Quiet(MemoryCache):
    """A cache that goes on without itself when it cannot be reached."""

    def get(self, key: str, default: Any = None) -> Any:
        return default if self.is_down else super().get(key, default)

    def set(self, key: str, value: Any, ttl: float | None = None) -> None:
        if not self.is_down:
            super().set(key, value, ttl)

    def delete(self, key: str) -> bool:
        return False if self.is_down else super().delete(key)

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        return False if self.is_down else super().add(key, value, ttl)

    def incr(self, key: str, amount: int = 1) -> Any:
        return None if self.is_down else super().incr(key, amount)

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        return load() if self.is_down else super().get_or_set(key, load, ttl)


class TestQuiet(AnythingContract):
    adapter = Quiet
    failure = ignores()

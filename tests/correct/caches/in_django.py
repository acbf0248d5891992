"""Django's own cache, as it comes: in the memory of the process."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, Protocol
from unittest.mock import patch

from django.core.cache.backends import base, locmem

from correct.caches.clocks import Clock
from dovetail import CacheContract, raises

_names = itertools.count()


class Cache(Protocol):
    def get(self, key: str, default: Any = None) -> Any: ...
    def set(self, key: str, value: Any, timeout: float | None = 300) -> None: ...
    def add(self, key: str, value: Any, timeout: float | None = 300) -> bool: ...
    def touch(self, key: str, timeout: float | None = 300) -> bool: ...
    def delete(self, key: str) -> bool: ...
    def has_key(self, key: str) -> bool: ...
    def incr(self, key: str, delta: int = 1) -> int: ...
    def decr(self, key: str, delta: int = 1) -> int: ...
    def clear(self) -> None: ...
    def get_or_set(self, key: str, default: Callable[[], Any], timeout: float | None = 300) -> Any: ...
    def get_many(self, keys: Iterable[str]) -> dict[str, Any]: ...
    def set_many(self, data: Mapping[str, Any], timeout: float | None = 300) -> Any: ...
    def delete_many(self, keys: Iterable[str]) -> None: ...


clock = Clock()
_TIME = SimpleNamespace(time=clock)


class LocMem(locmem.LocMemCache):  # type: ignore[misc]  # Django has no types
    """Django's backend, with the clock of the test where it looks for the time; warnings about keys are its own."""

    def __init__(self, prefix: str = "", name: str | None = None) -> None:
        self.name = name or f"cache-{next(_names)}"
        super().__init__(self.name, {"KEY_PREFIX": prefix})

    def validate_key(self, key: str) -> None:
        """Its warnings are for those who may move to memcached one day."""


class Memory:
    """Opens one backend after each `clear`; while it is open, Django asks the clock of the tests for the time."""

    name = "Django's locmem"

    def __init__(self, adapter: Any = LocMem) -> None:
        self.adapter = adapter
        self.clear()

    @contextmanager
    def connect(self) -> Iterator[Any]:
        with patch.object(base, "time", _TIME), patch.object(locmem, "time", _TIME):
            yield self.opened

    def clear(self) -> None:
        self.opened = self.adapter()


class DjangoCacheContract(CacheContract):
    port = Cache
    clock = clock
    missing_increment = raises(ValueError)
    copies = "value"
    default_ttl = 300
    zero_ttl = "gone"
    negative_ttl = "gone"
    none_ttl = "forever"
    sliding = False
    concurrent = True
    loads_once = False
    late_load = "kept"
    namespaces = lambda cache, name: LocMem(name=f"{cache.name}-{name}")


contract = DjangoCacheContract


def store(adapter: Any = LocMem, url: str = "") -> Memory:
    return Memory(adapter)


class TestLocMem(DjangoCacheContract):
    held = LocMem


class TestLocMemWithPrefixes(DjangoCacheContract):
    held = LocMem
    namespaces = lambda cache, name: LocMem(name, cache.name)
    waived = {"CACHE-06": "clear() empties all of Django's backend, whatever the KEY_PREFIX"}

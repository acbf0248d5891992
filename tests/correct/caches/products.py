"""An async cache of one class in the process, bounded: the least recently used goes first; lifetimes are timedeltas."""

from __future__ import annotations

import asyncio
import copy
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from correct.caches.clocks import Clock
from dovetail import CacheContract


@dataclass
class Product:
    sku: str
    price: int
    tags: list[str] = field(default_factory=list)


class ProductCache(Protocol):
    async def fetch(self, sku: str) -> Product | None: ...
    async def put(self, sku: str, product: Product, *, ttl: timedelta) -> None: ...
    async def remember(self, sku: str, load: Callable[[], Awaitable[Product]], *, ttl: timedelta) -> Product: ...
    async def evict(self, sku: str) -> None: ...
    async def contains(self, sku: str) -> bool: ...
    async def size(self) -> int: ...


class LruProductCache:
    def __init__(self, clock: Clock | None = None, maximum: int = 4) -> None:
        self.clock = clock or Clock()
        self.maximum = maximum
        self.entries: OrderedDict[str, tuple[Product, datetime]] = OrderedDict()
        self.changed: defaultdict[str, int] = defaultdict(int)
        self.loading: dict[str, asyncio.Future[Product]] = {}

    async def fetch(self, sku: str) -> Product | None:
        self._forget_old()
        if sku not in self.entries:
            return None
        self.entries.move_to_end(sku)
        return copy.deepcopy(self.entries[sku][0])

    async def put(self, sku: str, product: Product, *, ttl: timedelta) -> None:
        self.changed[sku] += 1
        self._store(sku, product, ttl)

    async def remember(self, sku: str, load: Callable[[], Awaitable[Product]], *, ttl: timedelta) -> Product:
        found = await self.fetch(sku)
        if found is not None:
            return found
        if sku in self.loading:
            return copy.deepcopy(await asyncio.shield(self.loading[sku]))
        future = self.loading[sku] = asyncio.get_running_loop().create_future()
        before = self.changed[sku]
        try:
            product = await load()
        except BaseException as error:
            future.set_exception(error)
            future.exception()  # read, so that nobody is told that nobody has
            raise
        else:
            future.set_result(product)
            if self.changed[sku] == before:
                self._store(sku, product, ttl)
        finally:
            del self.loading[sku]
        return product

    async def evict(self, sku: str) -> None:
        self.changed[sku] += 1
        self.entries.pop(sku, None)

    async def contains(self, sku: str) -> bool:
        self._forget_old()
        return sku in self.entries

    async def size(self) -> int:
        self._forget_old()
        return len(self.entries)

    def _store(self, sku: str, product: Product, ttl: timedelta) -> None:
        self._forget_old()
        self.entries[sku] = (copy.deepcopy(product), self.clock.moment() + ttl)
        self.entries.move_to_end(sku)
        while len(self.entries) > self.maximum:
            self.entries.popitem(last=False)

    def _forget_old(self) -> None:
        for sku, (_, until) in list(self.entries.items()):
            if until <= self.clock.moment():
                del self.entries[sku]


class ProductCacheContract(CacheContract):
    port = ProductCache
    advance = lambda cache, seconds: cache.clock.advance(seconds)
    maximum = 4
    copies = "value"
    sliding = False
    concurrent = True
    loads_once = True
    late_load = "dropped"


contract = ProductCacheContract


class TestLruProductCache(ProductCacheContract):
    adapter = LruProductCache


class TestOneProduct(ProductCacheContract):
    adapter = lambda: LruProductCache(maximum=1)
    maximum = 1

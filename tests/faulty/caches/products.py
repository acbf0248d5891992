"""Mistakes of an async cache with a bound."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable
from datetime import timedelta

from correct.caches.products import LruProductCache, Product, contract

__all__ = ["contract"]


class Grows(LruProductCache):
    """CACHE-13: nothing is ever thrown out."""

    def _store(self, sku: str, product: Product, ttl: timedelta) -> None:
        self.entries[sku] = (copy.deepcopy(product), self.clock.moment() + ttl)


class OneMore(LruProductCache):
    """CACHE-13: `>` where `>=` was meant, before the new one is put."""

    def _store(self, sku: str, product: Product, ttl: timedelta) -> None:
        while len(self.entries) > self.maximum:
            self.entries.popitem(last=False)
        self.entries[sku] = (copy.deepcopy(product), self.clock.moment() + ttl)


class ThrowsOutTheNewest(LruProductCache):
    """CACHE-13: a full cache takes nothing more."""

    def _store(self, sku: str, product: Product, ttl: timedelta) -> None:
        super()._store(sku, product, ttl)
        if len(self.entries) == self.maximum:
            self.entries.popitem()


class LosesSeconds(LruProductCache):
    """CACHE-03: `timedelta.seconds` leaves the days out."""

    def _store(self, sku: str, product: Product, ttl: timedelta) -> None:
        super()._store(sku, product, timedelta(seconds=ttl.seconds))


class LoadsInEachTask(LruProductCache):
    """CACHE-11: each task that misses loads for itself."""

    async def remember(self, sku: str, load: Callable[[], Awaitable[Product]], *, ttl: timedelta) -> Product:
        found = await self.fetch(sku)
        if found is None:
            before = self.changed[sku]
            found = await load()
            if self.changed[sku] == before:
                self._store(sku, found, ttl)
        return found


class StoresWhatItHasLoaded(LruProductCache):
    """CACHE-10: an evict while a product is loaded is forgotten."""

    async def evict(self, sku: str) -> None:
        self.entries.pop(sku, None)

    async def put(self, sku: str, product: Product, *, ttl: timedelta) -> None:
        self._store(sku, product, ttl)


class HandsOutWhatItLoaded(LruProductCache):
    """CACHE-04, CACHE-10: the first caller holds the very object that all others will find."""

    async def remember(self, sku: str, load: Callable[[], Awaitable[Product]], *, ttl: timedelta) -> Product:
        product = await super().remember(sku, load, ttl=ttl)
        if sku in self.entries:
            self.entries[sku] = (product, self.entries[sku][1])
        return product

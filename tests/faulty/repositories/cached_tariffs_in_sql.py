"""Mistakes with a cache before SQL that commits, over a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from correct.repositories.cached_tariffs import CachedTariffs, Tariff, TariffContract, store, to_text

__all__ = ["contract", "store"]
contract = TariffContract


class InvalidatesBefore(CachedTariffs):
    """REPO-36: the entry is taken out before the commit, and the next reader puts it back."""

    @contextmanager
    def _writing(self, code: str) -> Iterator[None]:
        self._invalidate(code)
        yield


class WritesThroughBefore(CachedTariffs):
    """REPO-36: what could not be stored is found all the same."""

    def save(self, tariff: Tariff) -> None:
        self._invalidate(tariff.code)
        self.cache.put(tariff.code, to_text(tariff), self.cache.count(tariff.code))
        self.inner.save(tariff)

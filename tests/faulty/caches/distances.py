"""Mistakes of a cache that is only loaded."""

from __future__ import annotations

from collections.abc import Callable

from correct.caches.distances import ComputedDistances, contract

__all__ = ["contract"]


class LoadsNoDistanceAgain(ComputedDistances):
    """CACHE-02: a distance of 0 is taken for none. (CACHE-01, CACHE-08, CACHE-11)"""

    def get_or_load(self, leg: str, load: Callable[[], int | None], ttl: int | None = None) -> int | None:
        if self.entries.get(leg, ("", 0.0))[0] == "0":
            del self.entries[leg]
        return super().get_or_load(leg, load, ttl)


class LivesOn(ComputedDistances):
    """CACHE-03: the lifetime is never looked at."""

    def get_or_load(self, leg: str, load: Callable[[], int | None], ttl: int | None = None) -> int | None:
        return super().get_or_load(leg, load, None if ttl is None or ttl > 0 else ttl)


class OneCase(ComputedDistances):
    """CACHE-05: a leg is one with those whose names differ in case alone. (CACHE-06, CACHE-08)"""

    def get_or_load(self, leg: str, load: Callable[[], int | None], ttl: int | None = None) -> int | None:
        return super().get_or_load(leg.lower(), load, ttl)

    def evict(self, leg: str) -> None:
        super().evict(leg.lower())


class EvictsNothing(ComputedDistances):
    """CACHE-06: what is evicted is forgotten in another place.

    (CACHE-01, CACHE-02, CACHE-03, CACHE-05, CACHE-08, CACHE-12)
    """

    def evict(self, leg: str) -> None:
        self.entries.pop(f"leg:{leg}", None)

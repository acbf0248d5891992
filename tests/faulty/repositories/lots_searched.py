"""Lots of which a search misunderstands what a caller may leave out."""

from __future__ import annotations

from correct.repositories.lots import InMemoryLots, Lot, LotsContract

contract = LotsContract


class TakesUnsoldForAny(InMemoryLots):
    """REPO-17, REPO-24: whoever asks for what is not sold gets what is sold too."""

    def search(self, hall: str, sold: bool | None = None, at_least: int | None = None, limit: int = 100) -> list[Lot]:
        return super().search(hall, sold or None, at_least, limit)


class LeavesOutTheLeastPrice(InMemoryLots):
    """REPO-17, REPO-24: at least is more than."""

    def search(self, hall: str, sold: bool | None = None, at_least: int | None = None, limit: int = 100) -> list[Lot]:
        found = super().search(hall, sold, at_least, limit)
        return [each for each in found if each.price != at_least]

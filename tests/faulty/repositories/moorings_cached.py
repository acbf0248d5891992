"""Moorings out of a cache that one way of writing does not empty."""

from __future__ import annotations

from correct.repositories.moorings import CachedMoorings, CachedMooringsContract, Mooring

contract = CachedMooringsContract


class ForgetsTheFirstAlone(CachedMoorings):
    """REPO-35, REPO-24: of many that are updated at once, one entry is taken out."""

    def update_all(self, moorings: list[Mooring]) -> None:
        self.moorings.update_all(moorings)
        self.forget(moorings[:-1])

"""Rosters whose reader is given the very list that is kept, of sailors that nobody can change."""

from __future__ import annotations

from collections.abc import Sequence

from correct.repositories.rosters import RosterContract, Sailor, SealedRoster

contract = RosterContract


class HandsOutItsList(SealedRoster):
    """REPO-04: who empties what it was given leaves a ship without a crew."""

    def save(self, sailor: Sailor) -> None:
        self.sailors = [*(each for each in self.sailors if each.name != sailor.name), sailor]

    def all(self) -> Sequence[Sailor]:
        return self.sailors


class HandsOutItsIndex(SealedRoster):
    """REPO-04: a list is kept for each watch."""

    def __init__(self) -> None:
        super().__init__()
        self._watches: dict[int, list[Sailor]] = {}

    def save(self, sailor: Sailor) -> None:
        super().save(sailor)
        watches = {each.watch for each in self.sailors}
        self._watches = {watch: [each for each in self.sailors if each.watch == watch] for watch in watches}

    def list_by_watch(self, watch: int) -> Sequence[Sailor]:
        return self._watches.get(watch, [])

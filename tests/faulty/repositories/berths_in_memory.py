"""Faults of adapters that are given what a new berth is to have, and what of one is to change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from correct.repositories.berths import Berth, BerthContract, BerthPatch, MemoryBerths, NewBerth

contract = BerthContract


class OverwritesWithNothing(MemoryBerths):
    """REPO-07: what a patch does not mention becomes None."""

    def _changes(self, patch: BerthPatch) -> dict[str, Any]:
        return {**patch.model_dump(), "length": patch.length or 0, "buoys": patch.buoys or ()}


class ForgetsAnEmptyChange(MemoryBerths):
    """REPO-07: no buoys are taken for no mention of them."""

    def _changes(self, patch: BerthPatch) -> dict[str, Any]:
        return {name: value for name, value in super()._changes(patch).items() if value}


class AddsBuoys(MemoryBerths):
    """REPO-07: buoys of a patch are put behind those that are there."""

    def update(self, berth_id: UUID, data: BerthPatch) -> Berth | None:
        berth = self.get(berth_id)
        if berth is not None and data.buoys is not None:
            data = data.model_copy(update={"buoys": (*berth.buoys, *data.buoys)})
        return super().update(berth_id, data)


class ForgetsTheBoat(MemoryBerths):
    """REPO-01: the column is new, and create does not know it."""

    def _values(self, data: NewBerth) -> dict[str, Any]:
        return {**super()._values(data), "boat": None}


class AnswersWithWhatItWasGiven(MemoryBerths):
    """REPO-26, REPO-01: create answers with all that it was given, and stores the pier in lower case."""

    def create(self, data: NewBerth) -> Berth:
        berth = super().create(data)
        self._berths[berth.id] = Berth(**{**vars(berth), "pier": berth.pier.lower()})
        return berth

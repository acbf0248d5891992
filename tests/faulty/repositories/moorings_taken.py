"""Moorings of which one path is forgotten: an update to a taken buoy, many at once, a number with a wildcard."""

from __future__ import annotations

from copy import deepcopy
from fnmatch import fnmatchcase

from correct.repositories.moorings import (
    BuoyTakenError,
    InMemoryMoorings,
    Mooring,
    MooringsContract,
    MooringTakenError,
    NoMooringError,
)

contract = MooringsContract


class StaysWhereItIs(InMemoryMoorings):
    """REPO-29: an update to a buoy that is taken changes nothing, and nobody is told."""

    def update(self, mooring: Mooring) -> None:
        try:
            super().update(mooring)
        except BuoyTakenError:
            return


class TwoAtOneBuoy(InMemoryMoorings):
    """REPO-29: only an add looks whether the buoy is free."""

    def update(self, mooring: Mooring) -> None:
        self.there(mooring)
        self.put(mooring)


class CallsItTaken(InMemoryMoorings):
    """REPO-29: an update to a buoy that is taken is told as a number that is."""

    def update(self, mooring: Mooring) -> None:
        try:
            super().update(mooring)
        except BuoyTakenError:
            raise MooringTakenError(mooring.number) from None


class IndexedOneByOne(InMemoryMoorings):
    """REPO-24: many that are updated at once are still found in the bay where they were."""

    def update_all(self, moorings: list[Mooring]) -> None:
        for each in moorings:
            self.there(each)
            self.free(each)
            self.kept[each.number] = deepcopy(each)


class FoundByPattern(InMemoryMoorings):
    """REPO-18, REPO-02, REPO-30: a number is looked for as files in a folder are."""

    def get(self, number: str) -> Mooring:
        for known, mooring in self.kept.items():
            if known == number or fnmatchcase(known, number):
                return deepcopy(mooring)
        raise NoMooringError(number)


_EVERYWHERE: dict[str, Mooring] = {}


class OneHarbourForAll(InMemoryMoorings):
    """REPO-23: all harbours share their moorings, and a second one refuses what was laid in the first."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = _EVERYWHERE

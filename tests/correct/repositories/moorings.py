"""Moorings, of which no two have one buoy: that is looked at before the key is, as a database may do too."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol

from dovetail import CachedBy, RepositoryContract, raises


class NoMooringError(Exception):
    """Nothing is moored there."""


class MooringTakenError(Exception):
    """There is one with that number."""


class BuoyTakenError(Exception):
    """Another one has that buoy."""


@dataclass
class Mooring:
    number: str
    buoy: str
    bay: str
    boats: list[str] = field(default_factory=list)

    def lay_at(self, bay: str) -> None:
        self.bay = bay

    def move_to(self, buoy: str) -> None:
        self.buoy = buoy

    def tie(self, boat: str) -> None:
        self.boats.append(boat)


class Moorings(Protocol):
    def add(self, mooring: Mooring) -> None: ...
    def update(self, mooring: Mooring) -> None: ...
    def update_all(self, moorings: list[Mooring]) -> None: ...
    def get(self, number: str) -> Mooring: ...
    def find_by_bay(self, bay: str) -> list[Mooring]: ...


class InMemoryMoorings:
    """Found by their bay through an index."""

    def __init__(self) -> None:
        self.kept: dict[str, Mooring] = {}
        self.bays: dict[str, set[str]] = {}

    def add(self, mooring: Mooring) -> None:
        self.free(mooring)
        if mooring.number in self.kept:
            raise MooringTakenError(mooring.number)
        self.put(mooring)

    def update(self, mooring: Mooring) -> None:
        self.there(mooring)
        self.free(mooring)
        self.put(mooring)

    def update_all(self, moorings: list[Mooring]) -> None:
        for each in moorings:
            self.there(each)
            self.free(each)
        for each in moorings:
            self.put(each)

    def get(self, number: str) -> Mooring:
        if number not in self.kept:
            raise NoMooringError(number)
        return deepcopy(self.kept[number])

    def find_by_bay(self, bay: str) -> list[Mooring]:
        return [deepcopy(self.kept[number]) for number in sorted(self.bays.get(bay, ()))]

    def there(self, mooring: Mooring) -> None:
        if mooring.number not in self.kept:
            raise NoMooringError(mooring.number)

    def free(self, mooring: Mooring) -> None:
        if any(each.buoy == mooring.buoy and each.number != mooring.number for each in self.kept.values()):
            raise BuoyTakenError(mooring.buoy)

    def put(self, mooring: Mooring) -> None:
        if (known := self.kept.get(mooring.number)) is not None:
            self.bays[known.bay].discard(mooring.number)
        self.kept[mooring.number] = deepcopy(mooring)
        self.bays.setdefault(mooring.bay, set()).add(mooring.number)


class BuoyFirstMoorings(InMemoryMoorings):
    """The index on buoys is looked at before the one on numbers, the mooring itself included."""

    def add(self, mooring: Mooring) -> None:
        if any(each.buoy == mooring.buoy for each in self.kept.values()):
            raise BuoyTakenError(mooring.buoy)
        super().add(mooring)


class MooringsContract(RepositoryContract):
    port = Moorings
    missing = raises(NoMooringError)
    missing_update = raises(NoMooringError)
    duplicate = raises(MooringTakenError)
    unique = {"buoy": raises(BuoyTakenError)}


class TestInMemoryMoorings(MooringsContract):
    adapter = InMemoryMoorings


class TestBuoyFirstMoorings(MooringsContract):
    adapter = BuoyFirstMoorings


class PaintedMoorings(InMemoryMoorings):
    """A mooring keeps the buoy that it was laid with: an update does not write it."""

    def put(self, mooring: Mooring) -> None:
        known = self.kept.get(mooring.number)
        super().put(mooring if known is None else Mooring(mooring.number, known.buoy, mooring.bay, mooring.boats))

    def free(self, mooring: Mooring) -> None:
        if mooring.number not in self.kept:
            super().free(mooring)


class PaintedMooringsContract(MooringsContract):
    changes = [Mooring.lay_at, Mooring.tie]


class TestPaintedMoorings(PaintedMooringsContract):
    adapter = PaintedMoorings


class CachedMoorings:
    """Answers get out of a cache, which every write empties; who read before a write puts nothing back after it."""

    def __init__(self) -> None:
        self.moorings = InMemoryMoorings()
        self.entries: dict[str, Mooring] = {}
        self.writes = 0

    def add(self, mooring: Mooring) -> None:
        self.moorings.add(mooring)

    def update(self, mooring: Mooring) -> None:
        self.moorings.update(mooring)
        self.forget([mooring])

    def update_all(self, moorings: list[Mooring]) -> None:
        self.moorings.update_all(moorings)
        self.forget(moorings)

    def get(self, number: str) -> Mooring:
        if number not in self.entries:
            before, found = self.writes, self.moorings.get(number)
            if self.writes != before:
                return found
            self.entries[number] = found
        return deepcopy(self.entries[number])

    def find_by_bay(self, bay: str) -> list[Mooring]:
        return self.moorings.find_by_bay(bay)

    def forget(self, moorings: list[Mooring]) -> None:
        self.writes += 1
        for each in moorings:
            self.entries.pop(each.number, None)


class CachedMooringsContract(MooringsContract):
    cached = CachedBy(empty=lambda moorings: moorings.entries.clear())


class TestCachedMoorings(CachedMooringsContract):
    adapter = CachedMoorings

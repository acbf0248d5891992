"""What the guesses about values and changes are kept for: each case comes out otherwise without one of them.

docs/heuristics.md has the table; `python tests/heuristics.py` switches a guess off.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar
from uuid import UUID

import pytest
from hypothesis import Phase, settings

from dovetail import RepositoryContract
from zoos import report_of, told

ThingT = TypeVar("ThingT")
_SEARCH = settings(max_examples=100, derandomize=True, database=None, phases=[Phase.generate])


class Things(Protocol[ThingT]):
    def save(self, thing: ThingT) -> None: ...

    def find(self, id: UUID) -> ThingT | None: ...


class Memory:
    """Keeps copies; what becomes of a thing that was there before is for subclasses to say."""

    def __init__(self) -> None:
        self._kept: dict[UUID, Any] = {}

    def save(self, thing: Any) -> None:
        before, now = self._kept.get(thing.id), copy.deepcopy(thing)
        self._kept[thing.id] = now if before is None else self.merged(before, now)

    def find(self, id: UUID) -> Any:
        return copy.deepcopy(self._kept.get(id))

    def merged(self, before: Any, now: Any) -> Any:
        return now


# A child that has an identity is not added twice.


@dataclass(frozen=True)
class Van:
    id: UUID
    plate: str


@dataclass
class Depot:
    id: UUID
    vans: list[Van] = field(default_factory=list)

    def assign(self, van: Van) -> None:
        self.vans.append(van)


class Depots(Things[Depot], Protocol):
    pass


class ByTheirIds(Memory):
    """Keeps the vans by their ids, as a table does whose key that is."""

    def save(self, thing: Any) -> None:
        self._kept[thing.id] = {each.id: copy.deepcopy(each) for each in thing.vans}

    def find(self, id: UUID) -> Any:
        return Depot(id, [*copy.deepcopy(self._kept[id]).values()]) if id in self._kept else None


# Lists are rearranged, and their elements changed and doubled.


@dataclass
class Song:
    id: UUID
    title: str


@dataclass
class Setlist:
    id: UUID
    songs: list[Song]


class Setlists(Things[Setlist], Protocol):
    pass


class PutsNewSongsLast(Memory):
    def merged(self, before: Setlist, now: Setlist) -> Setlist:
        songs = {each.id: each for each in now.songs}
        known = [songs.pop(each.id) for each in before.songs if each.id in songs]
        return replace(now, songs=[*known, *songs.values()])


class KnowsTheSongAlready(Memory):
    def merged(self, before: Setlist, now: Setlist) -> Setlist:
        known = {each.id: each for each in before.songs}
        return replace(now, songs=[known.get(each.id, each) for each in now.songs])


@dataclass(frozen=True)
class Act:
    name: str
    minutes: int


@dataclass
class Playbill:
    id: UUID
    acts: list[Act]


class Playbills(Things[Playbill], Protocol):
    pass


class BillsNoActTwice(Memory):
    def merged(self, before: Playbill, now: Playbill) -> Playbill:
        return replace(now, acts=list(dict.fromkeys(now.acts)))


# A method that makes something of the object asks; it does not change it.


@dataclass
class Leaflet:
    id: UUID
    text: str

    def to_dict(self) -> dict[str, Any]:
        told = self._head()
        told.update(text=self.text)
        return told

    def _head(self) -> dict[str, Any]:
        return {"id": str(self.id)}


class Leaflets(Things[Leaflet], Protocol):
    pass


class KeepsTheFirst(Memory):
    def merged(self, before: Any, now: Any) -> Any:
        return before


# What may be left out of a constructor's arguments is left out.


@dataclass
class Parcel:
    id: UUID
    weight: int
    service: str = "standard"


class Parcels(Things[Parcel], Protocol):
    pass


class StoresNoDefault(Memory):
    def find(self, id: UUID) -> Any:
        found = super().find(id)
        return found if found is None or found.service != "standard" else replace(found, service="")


# Numbers and lengths at the bounds that the code names.


@dataclass
class Placard:
    id: UUID
    text: str

    def __post_init__(self) -> None:
        if not 1 <= len(self.text) <= 52:
            raise ValueError("1 to 52 characters")


class Placards(Things[Placard], Protocol):
    pass


class CutsTheLastLetter(Memory):
    def find(self, id: UUID) -> Any:
        found = super().find(id)
        return found if found is None else replace(found, text=found.text[:51])


def of(port: Any, adapter: Callable[[], Any]) -> type[RepositoryContract]:
    return type("Held", (RepositoryContract,), {"port": port, "adapter": adapter})


@pytest.mark.parametrize(
    ("port", "adapter", "clause"),
    [
        (Setlists, PutsNewSongsLast, "REPO-07"),
        (Setlists, KnowsTheSongAlready, "REPO-07"),
        (Playbills, BillsNoActTwice, "REPO-07"),
        (Leaflets, KeepsTheFirst, "REPO-07"),
        (Parcels, StoresNoDefault, "REPO-01"),
        (Placards, CutsTheLastLetter, "REPO-01"),
    ],
)
def test_a_fault_is_found(port: Any, adapter: Any, clause: str) -> None:
    report = report_of(of(port, adapter), _SEARCH, lambda check: check.clause == clause)

    assert [each.clause for each in report.findings] == [clause], told(report)


def test_no_child_is_added_twice() -> None:
    report = report_of(of(Depots, ByTheirIds), _SEARCH, lambda check: check.clause in ("REPO-01", "REPO-07"))

    assert report.holds, told(report)

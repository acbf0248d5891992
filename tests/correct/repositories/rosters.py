"""Rosters of a ship, which keep the sequence that they hand out: nobody can change it, or it is one client's alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract
from dovetail.stores import MemoryStore


@dataclass(frozen=True)
class Sailor:
    name: str
    watch: int


class Roster(Protocol):
    def save(self, sailor: Sailor) -> None: ...
    def get(self, name: str) -> Sailor | None: ...
    def all(self) -> Sequence[Sailor]: ...
    def list_by_watch(self, watch: int) -> Sequence[Sailor]: ...


class Sealed(list[Sailor]):
    def clear(self) -> None:
        raise TypeError("a roster is for reading alone")


class SealedRoster:
    def __init__(self) -> None:
        self.sailors: list[Sailor] = Sealed()

    def save(self, sailor: Sailor) -> None:
        others = [each for each in self.sailors if each.name != sailor.name]
        self.sailors = Sealed([*others, sailor])

    def get(self, name: str) -> Sailor | None:
        return next((each for each in self.sailors if each.name == name), None)

    def all(self) -> Sequence[Sailor]:
        return self.sailors

    def list_by_watch(self, watch: int) -> Sequence[Sailor]:
        return tuple(each for each in self.sailors if each.watch == watch)


class CopiedRoster(SealedRoster):
    """A list that its caller may do with as it likes."""

    def all(self) -> Sequence[Sailor]:
        return list(self.sailors)


class RosterOfAClient:
    """What a client has listed, it lists again; what another one is given is read from the rows."""

    def __init__(self, rows: dict[str, Sailor]) -> None:
        self._rows = rows
        self._listed: list[Sailor] | None = None

    def save(self, sailor: Sailor) -> None:
        self._rows[sailor.name] = sailor
        self._listed = None

    def get(self, name: str) -> Sailor | None:
        return self._rows.get(name)

    def all(self) -> Sequence[Sailor]:
        if self._listed is None:
            self._listed = list(self._rows.values())
        return self._listed

    def list_by_watch(self, watch: int) -> Sequence[Sailor]:
        return [each for each in self._rows.values() if each.watch == watch]


class RosterContract(RepositoryContract):
    port = Roster
    key = "name"


class TestSealedRoster(RosterContract):
    adapter = SealedRoster


class TestCopiedRoster(RosterContract):
    adapter = CopiedRoster


class TestRosterOfAClient(RosterContract):
    store = MemoryStore(RosterOfAClient)

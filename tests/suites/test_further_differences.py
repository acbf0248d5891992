"""A clause that hides more than one fault tells the others behind the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from hypothesis import settings

import dovetail
from dovetail import MapperContract, RepositoryContract
from dovetail.suites.kernel.further import Further
from dovetail.values import Difference


@dataclass(frozen=True)
class Berth:
    id: int
    boat: str
    depth: int
    feet: tuple[int, ...] = ()


class Berths(Protocol):
    def save(self, berth: Berth) -> None: ...
    def get(self, id: int) -> Berth | None: ...


class ForgetfulBerths:
    """Loses the boat and the depth."""

    def __init__(self) -> None:
        self._berths: dict[int, Berth] = {}

    def save(self, berth: Berth) -> None:
        self._berths[berth.id] = replace(berth, boat="", depth=0)

    def get(self, id: int) -> Berth | None:
        return self._berths.get(id)


class TestBerths(RepositoryContract):
    """Verified by hand."""

    __test__ = False
    port = Berths
    adapter = ForgetfulBerths
    settings = settings(max_examples=40, database=None)


def test_two_attributes_that_are_lost_are_both_told() -> None:
    """Though the smallest scenario shows one of them alone."""
    found = dovetail.verify(TestBerths).outcomes["REPO-01"].finding

    assert found is not None
    places = {found.path, *(line.partition(":")[0] for line in found.also)}
    assert places == {".boat", ".depth"}


class Row(dict[str, Any]):  # what a driver gives
    """A row of a table."""


class BerthRows:
    """Loses the same two on their way."""

    def to_row(self, berth: Berth) -> Row:
        return Row(id=berth.id, feet=list(berth.feet))

    def to_domain(self, row: Row) -> Berth:
        return Berth(row["id"], "", 0, tuple(row["feet"]))


def test_a_mapper_that_loses_two_is_told_of_both() -> None:
    """In its round trip."""

    class Contract(MapperContract):
        mapper = BerthRows()
        settings = settings(max_examples=40, database=None)

    found = dovetail.verify(Contract).outcomes["MAP-01"].finding

    assert found is not None
    assert {found.path, *(line.partition(":")[0] for line in found.also)} == {".boat", ".depth"}


def test_a_place_is_told_once_however_many_children_have_it() -> None:
    """And neither what is inside of the first place nor what is around it."""
    further = Further()
    further.add([Difference(f".feet[{each}].size", "1", "2") for each in range(9)])
    further.add(
        [Difference(".feet", "[...]", "[]"), Difference(".boat", "'abcdef'", "''"), Difference(".boat", "'a'", "''")]
    )

    assert further.beside(".feet[4].size") == (".boat: expected 'a', got ''",)
    assert further.beside(".boat") == (".feet[0].size: expected 1, got 2", ".feet: expected [...], got []")


def test_many_places_are_counted() -> None:
    """Five are told."""
    further = Further()
    further.add([Difference(f".f{each}", "1", "2") for each in range(9)])

    assert further.beside(".f0")[-1] == "and 3 more"
    assert len(further.beside(".f0")) == 6

"""What a contract states and its port does not have: one error, with the line to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import pytest

import dovetail
from dovetail import RepositoryContract, as_asked, raises, replaces
from dovetail.errors import ContractError
from dovetail.suites.kernel.subject import bound


class NoSuchBuoy(Exception):
    pass


@dataclass
class Buoy:
    id: int
    light: str


class Buoys(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def get(self, id: int) -> Buoy | None: ...
    def delete(self, light: str) -> None: ...
    def get_many(self, ids: list[int]) -> list[Buoy]: ...
    def all(self) -> list[Buoy]: ...


class Listed(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def all(self) -> list[Buoy]: ...


class ByLight(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def all(self) -> list[Buoy]: ...
    def find_by_light(self, light: str) -> Buoy | None: ...


class UpdatesMany(Buoys, Protocol):
    def update_many(self, buoys: list[Buoy]) -> None: ...


def contract(asked: Any, **stated: Any) -> Any:
    return type("BuoyContract", (RepositoryContract,), {"port": asked, **stated})


@pytest.mark.parametrize(
    ("asked", "stated", "cause", "line"),
    [
        (Listed, {"missing": raises(NoSuchBuoy)}, "missing of BuoyContract has no effect", 'operations = {"get": '),
        (Buoys, {"order": {"all": as_asked}}, "order says that all answers in the order of what", 'order = {"all": '),
        (Buoys, {"missing_delete": raises(NoSuchBuoy)}, "Buoys has no delete: delete was not taken", '{"delete": '),
        (Buoys, {"missing_update": raises(NoSuchBuoy)}, "Buoys has no update", 'operations = {"update": '),
        (Buoys, {"duplicate": raises(NoSuchBuoy)}, "Buoys has no add", 'operations = {"add": '),
        (Buoys, {"unique": {"lihgt": raises(NoSuchBuoy)}}, "unique names 'lihgt'", "its attributes are id, light"),
        (Buoys, {"statements_per_row": {"al": 1}}, "statements_per_row names 'al'", "save, get, delete, get_many, all"),
        (Buoys, {"statements_per_row": {"all": True}}, "says True of all", 'statements_per_row = {"all": 1}'),
        (Buoys, {"queries": {"get_many": None}}, "queries gives 'get_many' None", "lambda buoy, ids: ..."),
    ],
)
def test_what_has_no_effect_is_refused(asked: Any, stated: dict[str, Any], cause: str, line: str) -> None:
    """With the reason, and with what to write."""
    with pytest.raises(ContractError) as caught:
        bound(contract(asked, **stated))

    assert cause in caught.value.cause
    assert line in caught.value.remedy


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        (Buoys, {"missing": raises(NoSuchBuoy), "duplicate": replaces()}),
        (ByLight, {"missing": raises(NoSuchBuoy)}),
        (UpdatesMany, {"missing_update": raises(NoSuchBuoy)}),
        (Buoys, {"unique": {"light": raises(NoSuchBuoy)}}),
    ],
)
def test_what_some_operation_is_asked_for_is_taken(asked: Any, stated: dict[str, Any]) -> None:
    """A query of one has absences, an update of many has absent ones, and a save replaces."""
    assert bound(contract(asked, **stated)).subject.name == asked.__name__


class InMemoryBuoys:
    """Keeps the caller's own, which is nothing to this test."""

    def __init__(self) -> None:
        self._buoys: dict[int, Buoy] = {}

    def save(self, buoy: Buoy) -> None:
        self._buoys[buoy.id] = buoy

    def all(self) -> list[Buoy]:
        return list(self._buoys.values())


def test_an_order_that_raises_is_told_with_what_it_was_called_with() -> None:
    """And whose code it is."""
    broken = contract(Listed, adapter=InMemoryBuoys, order={"all": lambda buoy: buoy.light.colour})

    with pytest.raises(ContractError) as caught:
        dovetail.verify(broken)

    assert caught.value.cause.startswith("order['all'] of BuoyContract raises AttributeError")
    assert ", called with buoy = Buoy(id=" in caught.value.cause
    assert "whose code this is; it is called with an aggregate" in caught.value.remedy

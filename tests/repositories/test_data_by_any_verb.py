"""A new aggregate given as data, under a verb of the trade: the only one is bound, of others the line is told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest
from hypothesis import Phase, settings

import correct.repositories.warrants
import faulty.repositories.warrants_hurried
from correct.repositories.warrants import InMemoryWarrants, NewWarrant, Warrant, Warrants, WarrantsContract
from dovetail import ContractError, RepositoryContract
from zoos import report_of, told

_SEARCH = settings(max_examples=40, derandomize=True, phases=[Phase.generate])


@dataclass(frozen=True)
class SwornWarrant:
    street: str
    rooms: int
    judge: str  # of whom the warrant says nothing


class SwornWarrants(Protocol):
    def issue(self, data: SwornWarrant) -> Warrant: ...
    def get(self, number: int) -> Warrant | None: ...


class InMemorySwornWarrants:
    def __init__(self) -> None:
        self._warrants = InMemoryWarrants()

    def issue(self, data: SwornWarrant) -> Warrant:
        return self._warrants.issue(NewWarrant(data.street, data.rooms))

    def get(self, number: int) -> Warrant | None:
        found = self._warrants.get(number)
        return None if found is None else replace(found)


class SwornWarrantsInMemory(RepositoryContract):
    """The key is a number that may not be None, so that only the answer says which one the store gave."""

    __test__ = False
    port = SwornWarrants
    adapter = InMemorySwornWarrants
    generated = ("number",)
    operations = {"add": lambda warrants, new: warrants.issue(SwornWarrant(new.street, new.rooms, "Solomon"))}


class ForgetsTheStreet(InMemorySwornWarrants):
    def issue(self, data: SwornWarrant) -> Warrant:
        return super().issue(SwornWarrant("", data.rooms, data.judge))


_CORRECT = [correct.repositories.warrants.TestInMemoryWarrants, SwornWarrantsInMemory]
_FAULTS = [
    (WarrantsContract, faulty.repositories.warrants_hurried.CountsRoomsTo99),
    (SwornWarrantsInMemory, ForgetsTheStreet),
]


def bound(port: type, **stated: Any) -> Any:
    contract: Any = type("Bound", (RepositoryContract,), {"__test__": False, "port": port, **stated})
    return contract.bind()


@pytest.mark.parametrize(("contract", "adapter"), _FAULTS, ids=lambda each: each.__name__)
def test_a_fault_is_found(contract: type, adapter: type) -> None:
    suite = type("Hurried", (contract,), {"adapter": adapter, "__test__": False})

    found = report_of(suite, _SEARCH, lambda check: check.clause == "REPO-01")

    assert [finding.clause for finding in found.findings] == ["REPO-01"]


@pytest.mark.parametrize("suite", _CORRECT, ids=lambda each: each.__name__)
def test_a_correct_adapter_is_held_and_not_accused(suite: type[RepositoryContract]) -> None:
    found = report_of(suite, _SEARCH, lambda _: True)

    assert found.holds, told(found)
    assert found.outcomes["REPO-01"].examples


@pytest.mark.parametrize("operation", ["add", "save"])
def test_stating_the_verb_is_enough(operation: str) -> None:
    """The aggregate is what it answers with, and what the data does not carry is filled in by the store."""
    binding = bound(Warrants, operations={operation: "issue"})

    assert binding.aggregate is correct.repositories.warrants.Warrant
    assert binding.operation("add").name == "issue"
    assert binding.generated == {"number"}
    assert not binding.offers("save")


def test_the_only_operation_that_gives_the_aggregate_for_such_data_adds_it() -> None:
    assert bound(Warrants).operation("add").name == "issue"
    assert bound(Warrants).lacking is None


class TwoWays(Warrants, Protocol):
    def renew(self, data: NewWarrant) -> Warrant: ...


class Drafts(Protocol):
    def draft_warrant(self, data: NewWarrant) -> Warrant: ...
    def get(self, number: int) -> Warrant | None: ...


@dataclass(frozen=True)
class Extension:
    number: int
    rooms: int


class Extensions(Protocol):
    def extend(self, data: Extension) -> Warrant: ...
    def get(self, number: int) -> Warrant | None: ...


@pytest.mark.parametrize("port", [TwoWays, Drafts, Extensions])
def test_what_may_be_another_thing_than_adding_is_not_taken_for_it(port: type) -> None:
    """One of two, a draft that is kept nowhere, and what names the warrant that it is about."""
    assert bound(port).lacking is not None


def test_the_line_is_told_where_the_verb_is_not_stated() -> None:
    """So that nobody takes the port for one that only reads."""
    assert 'operations = {"add": "issue"}' in bound(TwoWays).lacking
    assert "adapter.issue(SwornWarrant(...))" in bound(SwornWarrants).lacking


def test_data_of_which_an_aggregate_says_too_little_is_named() -> None:
    """With the line that makes it."""
    with pytest.raises(ContractError) as caught:
        bound(SwornWarrants, operations={"add": "issue"})

    assert "no Warrant says what judge of SwornWarrant is" in str(caught.value)
    assert "adapter.issue(SwornWarrant(...))" in str(caught.value)

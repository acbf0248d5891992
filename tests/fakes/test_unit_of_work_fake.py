"""The fake of a unit of work, made from its contract and its repositories' contracts, holds the contract's clauses."""

from __future__ import annotations

import asyncio
from typing import Any, Protocol, Self

import pytest
from hypothesis import Phase, settings

from correct.unit_of_work.allocation import AllocationContract
from correct.unit_of_work.lending import CopiesContract, Copy, LendingContract, Member, MembersContract
from correct.unit_of_work.lending_in_async_sql import AsyncLendingContract
from correct.unit_of_work.lending_with_events import NestedUnitError
from dovetail import ContractError, UnitOfWorkContract, raises, verify
from dovetail.suites.kernel.outcome import Verdict

_QUICK = settings(max_examples=2, derandomize=True, database=None, phases=[Phase.generate])
_REFUSES = raises(NestedUnitError)


class Inside(Protocol):
    """Has its repositories in an object of their own, and one behind a method."""

    repositories: Any

    def copies(self) -> Any: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...
    def complete(self) -> None: ...


class InsideContract(UnitOfWorkContract):
    port = Inside
    repositories = {"repositories.members": MembersContract, "copies()": CopiesContract}


class Unported(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}


@pytest.mark.parametrize(
    ("contract", "stated"),
    [
        (LendingContract, {}),
        (LendingContract, {"nested": "joins"}),
        (LendingContract, {"nested": "savepoint", "leaving": "commits"}),
        (LendingContract, {"nested": _REFUSES, "ended": _REFUSES, "reused": "works"}),
        (LendingContract, {"ended": "ignores"}),
        (AsyncLendingContract, {}),
        (AllocationContract, {}),
        (InsideContract, {}),
        (Unported, {"leaving": "commits"}),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_fake_holds_every_clause(contract: type[UnitOfWorkContract], stated: dict[str, Any]) -> None:
    """Sync and async, from an ABC and a Protocol, with every policy that a unit may have."""
    suite: Any = type(contract.__name__, (contract,), {"settings": _QUICK, **stated})

    report = verify(suite, adapter=suite.fake)

    assert report.holds, [(each.clause, each.reason, each.finding) for each in report if not each.holds]
    assert report.count(Verdict.HELD) >= 8


def test_a_use_case_that_forgets_to_commit_is_found() -> None:
    """What was not committed is not there for the next unit."""
    lending = LendingContract.fake()
    with lending:
        lending.members.add(Member("1", "Ann"))
    with lending:
        lending.members.add(Member("2", "Bo"))
        lending.copies.add(Copy("c", "Emma"))
        lending.commit()

    with lending:
        assert lending.members.get("1") is None
        assert lending.members.get("2") == Member("2", "Bo")
        assert lending.copies.get("c") == Copy("c", "Emma")


def test_an_error_takes_everything_back() -> None:
    """In all repositories, and what was changed too."""
    lending = LendingContract.fake()
    with lending:
        lending.members.add(Member("1", "Ann"))
        lending.commit()

    def fails() -> None:
        with lending:
            lending.members.save(Member("1", "Anna"))
            lending.copies.add(Copy("c", "Emma"))
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fails()

    assert (lending.members.get("1"), lending.copies.get("c")) == (Member("1", "Ann"), None)


def test_an_async_unit_has_an_async_fake() -> None:
    async def use_case() -> Any:
        lending = AsyncLendingContract.fake()
        async with lending:
            await lending.members.add(Member("1", "Ann"))
            await lending.commit()
        async with lending:
            return await lending.members.get("1")

    assert asyncio.run(use_case()) == Member("1", "Ann")


def test_two_fakes_share_nothing() -> None:
    one, other = LendingContract.fake(), LendingContract.fake()
    with one:
        one.members.add(Member("1", "Ann"))
        one.commit()

    assert other.members.get("1") is None


def test_a_fake_is_an_instance_of_an_abc() -> None:
    assert isinstance(AllocationContract.fake(), AllocationContract.port)


class Runner(Protocol):
    """Takes a function."""

    def run(self, work: Any) -> None: ...


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"port": Runner}, "Runner is not entered by `with`"),
        ({"swallowed": "refuses"}, "swallowed of Contract says that errors are remembered"),
        ({"operations": {"commit": lambda unit: unit.save()}}, "which no fake of it is made of"),
    ],
)
def test_what_no_fake_does_is_said(stated: dict[str, Any], said: str) -> None:
    contract: Any = type("Contract", (Unported,), stated)

    with pytest.raises(ContractError, match=said):
        contract.fake()

"""What a contract on units of work says and may not say, and how units of any make are begun."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from hypothesis import Phase, settings

from correct.unit_of_work.lending import CopiesContract, LendingContract, MembersContract
from correct.unit_of_work.lending_in_memory import AloneInMemory, MemoryUnit
from dovetail import ContractError, UnitOfWorkContract, raises, returns, verify
from dovetail.stores import MemoryStore
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.unit_of_work.binding import bind
from dovetail.suites.unit_of_work.manner import read_manner

QUICK = settings(max_examples=4, derandomize=True, database=None, phases=[Phase.generate])
HELD = {"members": MembersContract, "copies": CopiesContract}


def contract(**stated: Any) -> type[UnitOfWorkContract]:
    """A contract that states these options."""
    return type("Contract", (UnitOfWorkContract,), {"repositories": HELD, "settings": QUICK, **stated})


def outcome(clause: str, suite: type[UnitOfWorkContract]) -> Any:
    """How one clause comes out."""
    checks = tuple(check for check in suite.checks if check.clause == clause)
    return verify(type("Suite", (suite,), {"checks": checks})).outcomes[clause]


def test_repositories_are_read_from_annotations() -> None:
    """Of the port, or of the class that is the adapter."""

    class Unported(UnitOfWorkContract):
        adapter = MemoryUnit

    assert bind(LendingContract).repositories == HELD
    with pytest.raises(ContractError, match=r'repositories = \{"orders": OrderRepositoryContract\}'):
        bind(Unported)  # whose attributes are annotated with classes, and not with ports


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"leaving": "rolls back"}, "leaving = 'discards'"),
        ({"leaving": raises(ValueError)}, "leaving = 'discards'"),
        ({"nested": "flat"}, "it is one of 'joins', 'savepoint', 'refuses', 'unsupported', or raises"),
        ({"handlers": returns(None)}, "handlers = 'isolated'"),
        ({"operations": {"comit": "save"}}, "did you mean 'commit'"),
        ({"repositories": {"members": int}}, "which is no contract"),
        ({"repositories": {"members": LendingContract}}, "which is no contract of a repository"),
    ],
)
def test_what_cannot_be_meant_is_refused(stated: dict[str, Any], said: str) -> None:
    """With the line to write."""
    try:
        told = outcome("UOW-01", contract(adapter=AloneInMemory, **stated)).reason
    except ContractError as error:
        told = str(error)

    assert said in told


def test_a_method_that_is_not_there_is_refused() -> None:
    """Named by `operations`, and by no unit."""
    found = outcome("UOW-01", contract(adapter=AloneInMemory, operations={"commit": "complete"}))

    assert not found.evaluated
    assert "the unit of work has no such method" in found.reason


def test_an_object_that_begins_nothing_is_refused() -> None:
    """It says what may be written."""
    with pytest.raises(ContractError, match=r'operations = \{"enter": "begin_work"\}'):
        read_manner(object(), {}, awaited=False)


class Complete(MemoryUnit):
    """Says complete for commit."""

    def complete(self) -> None:
        MemoryUnit.commit(self)


class Opened:
    """Begins units by a method of its own, on which nothing is annotated."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def begin_work(self) -> Any:
        return MemoryUnit(self.data)


class Taking:
    """Takes a function by a name that says nothing."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def please(self, work: Any) -> None:
        with MemoryUnit(self.data) as unit:
            work(unit)
            unit.commit()


class Given:
    """What a unit gives: repositories in an object of their own, one behind a method, and the commit."""

    def __init__(self, unit: MemoryUnit) -> None:
        self.repositories = unit

    def all_copies(self) -> Any:
        return self.repositories.copies

    def commit(self) -> None:
        self.repositories.commit()


class InsideRepositories:
    """Has its repositories in an object of their own, and one behind a method."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    @contextmanager
    def unit_of_work(self) -> Any:
        with MemoryUnit(self.data) as unit:
            yield Given(unit)


@pytest.mark.parametrize(
    ("adapter", "stated"),
    [
        (Complete, {"operations": {"commit": "complete"}}),
        (Opened, {"operations": {"enter": "begin_work"}}),
        (Opened, {"operations": {"enter": lambda desk: desk.begin_work()}}),
        (Taking, {"operations": {"run": "please"}}),
        (Taking, {"operations": {"run": lambda desk, work: desk.please(work)}}),
        (
            InsideRepositories,
            {"repositories": {"repositories.members": MembersContract, "all_copies()": CopiesContract}},
        ),
    ],
)
def test_what_is_called_otherwise_is_named(adapter: Any, stated: dict[str, Any]) -> None:
    """By a name or by a function."""
    suite = contract(store=staticmethod(lambda: MemoryStore(adapter)), **stated)

    for clause in ("UOW-01", "UOW-03", "UOW-07", "UOW-19"):
        assert outcome(clause, suite).verdict is Verdict.HELD, outcome(clause, suite)


class OnlyOnce(MemoryUnit):
    """Serves once."""

    used = False

    def __enter__(self) -> Any:
        if self.used:
            raise RuntimeError("this unit of work is over")
        self.used = True
        return super().__enter__()


def test_a_unit_that_serves_once_may_say_so() -> None:
    """It is begun anew for each client."""
    held = {"port": None, "store": staticmethod(lambda: MemoryStore(OnlyOnce))}

    assert outcome("UOW-11", contract(reused=raises(RuntimeError), **held)).verdict is Verdict.HELD
    assert outcome("UOW-11", contract(reused="works", **held)).verdict is Verdict.BROKEN
    unstated = outcome("UOW-11", contract(**held))
    assert (unstated.verdict, unstated.answer) == (Verdict.NOT_STATED, "raises(RuntimeError)")


def test_a_unit_that_serves_once_needs_a_store() -> None:
    """Nobody could look at what it has stored."""

    def adapter() -> AbstractContextManager[Any]:
        return OnlyOnce({})

    found = outcome("UOW-01", contract(adapter=staticmethod(adapter)))

    assert not found.evaluated
    assert "where a unit serves once, give a store" in found.reason


def test_a_scenario_reads_as_a_caller_writes_it() -> None:
    """With the block of the unit, and what is done in it to the right."""
    suite = contract(leaving="commits", store=staticmethod(lambda: MemoryStore(MemoryUnit)))
    finding = outcome("UOW-02", suite).finding

    name = finding.scenario[0].partition(" = ")[0]
    asked = finding.scenario[6]
    assert re.fullmatch(r"    uow\.members\.get\('.*'\)", asked)
    assert finding.scenario[3:8] == ("with uow:", f"    uow.members.add({name})", "with uow:", asked, "with uow:")
    assert (finding.expected, finding.got) == ("it commits", "it discards")


def test_why_a_repository_gives_nothing_to_try_is_told() -> None:
    """A clause that no example says anything about names the reason of the repository, whose scenario it was."""

    class Settled(MembersContract):
        changes = [lambda member: None]

    class Suite(UnitOfWorkContract):
        repositories = {"members": Settled}
        conflict = raises(ValueError)
        settings = QUICK
        store = lambda: MemoryStore(MemoryUnit)

    found = outcome("UOW-18", Suite)
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert "change" in found.reason


def test_code_inside_of_a_unit_may_be_a_method_of_the_adapter() -> None:
    """A function of own_sessions that takes an argument is given the adapter."""
    asked: list[Any] = []
    suite = contract(
        leaving="discards", own_sessions=[asked.append], store=staticmethod(lambda: MemoryStore(MemoryUnit))
    )

    assert outcome("UOW-13", suite).verdict is Verdict.HELD
    assert {type(each) for each in asked} == {MemoryUnit}


class LetsGo(MemoryUnit):
    """Has no repositories any more once it is over."""

    def __exit__(self, *details: Any) -> None:
        super().__exit__(*details)
        del self.members


def test_a_unit_that_lets_go_of_its_repositories_refuses() -> None:
    found = outcome("UOW-10", contract(leaving="discards", store=staticmethod(lambda: MemoryStore(LetsGo))))

    assert (found.verdict, found.answer) == (Verdict.NOT_STATED, "raises(AttributeError)")

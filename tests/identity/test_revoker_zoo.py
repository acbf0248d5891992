"""Every clause on revokers can fail, on a realistic fault; and no correct revoker is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from hypothesis import Phase, settings

import correct.access_revokers
import faulty.access_revokers
from correct.access_revokers.denylists import DenylistContract, RedisDenylist
from dovetail import AccessRevokerContract, verify
from dovetail.catalogue import kind
from dovetail.stores import RedisStore
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, report_of, told

_CLAUSE = re.compile(r"REV-\d\d")
_QUICK = settings(derandomize=True, phases=[Phase.generate])


def suites() -> Iterator[Any]:
    """The suites of every correct revoker."""
    for module, name, each in classes(correct.access_revokers):
        if name.startswith("Test") and issubclass(each, AccessRevokerContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty revoker with its clauses and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.access_revokers):
        if clauses := clauses_of(each, _CLAUSE):
            made = {
                option: getattr(module, f"{option}_of")(each)
                for option in ("adapter", "store", "down")
                if hasattr(module, f"{option}_of")
            }
            body = {option: staticmethod(held) for option, held in made.items() if held is not None}
            yield pytest.param(type(name, (module.contract_of(each),), body), clauses, id=f"{clauses[0]}-{name}")


@pytest.mark.parametrize(("suite", "clauses"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: Any, clauses: list[str]) -> None:
    """With the id of the clause that it is made to break, and of no other that it does not name."""
    report = report_of(suite, _QUICK, lambda check: True)

    assert report.outcomes[clauses[0]].verdict is Verdict.BROKEN, report.outcomes[clauses[0]]
    assert report.outcomes[clauses[0]].finding is not None, told(report)
    assert {each.clause for each in report.findings} <= set(clauses), told(report)


@pytest.mark.parametrize("suite", list(suites()))
def test_no_correct_revoker_is_accused(suite: Any) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), {"settings": _QUICK}))

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 7
    assert report.count(Verdict.NOT_STATED) == 0


def test_a_list_in_redis_holds(redis_url: str) -> None:
    """A real server, whose connections are cut."""
    with redis.Redis.from_url(redis_url) as client:
        suite = type("InRedis", (DenylistContract,), {"settings": _QUICK})
        report = verify(suite, store=RedisStore(client, adapter=RedisDenylist))

    assert report.holds, told(report)
    assert report.outcomes["REV-07"].verdict is Verdict.HELD
    assert report.outcomes["REV-09"].verdict is Verdict.HELD


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct revoker that it is held to."""
    broken = {each.values[1][0] for each in faults()}
    clauses = [clause.id for clause in kind("access_revoker")]

    assert [check.clause for check in AccessRevokerContract.checks if check.clause.startswith("REV")] == clauses
    assert broken == set(clauses)


@pytest.mark.parametrize("clause", [clause.id for clause in kind("access_revoker")])
def test_every_clause_is_held_by_three_correct_revokers(clause: str) -> None:
    """So that it can be kept, in more than one way."""
    held = [
        each
        for each in suites()
        if report_of(each.values[0], _QUICK, lambda check: check.clause == clause).outcomes[clause].verdict
        is Verdict.HELD
    ]
    assert len(held) >= 3

"""Every clause on hashers can fail, on a realistic fault; and no correct hasher is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.password_hashers
import faulty.password_hashers
from dovetail import PasswordHasherContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, first_of_each_module, report_of, told

_CLAUSE = re.compile(r"HASH-\d\d")
_QUICK = settings(derandomize=True, phases=[Phase.generate])


def suites() -> Iterator[Any]:
    """The suites of every correct hasher."""
    for module, name, each in classes(correct.password_hashers):
        if name.startswith("Test") and issubclass(each, PasswordHasherContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty hasher with its clauses and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.password_hashers):
        if clauses := clauses_of(each, _CLAUSE):
            contract = module.contract_of(each) if hasattr(module, "contract_of") else module.contract
            suite = type(name, (contract,), {"adapter": staticmethod(module.adapter_of(each))})
            yield pytest.param(suite, clauses, id=f"{clauses[0]}-{name}")


@pytest.mark.parametrize(("suite", "clauses"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: Any, clauses: list[str]) -> None:
    """With the id of the clause that it is made to break."""
    report = report_of(suite, _QUICK, lambda check: check.clause == clauses[0])

    assert report.outcomes[clauses[0]].verdict is Verdict.BROKEN, report.outcomes[clauses[0]]
    assert report.outcomes[clauses[0]].finding is not None, told(report)


@pytest.mark.parametrize("suite", list(first_of_each_module(suites())))
def test_no_correct_hasher_is_accused(suite: Any) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), {"settings": _QUICK}))

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 9
    assert report.count(Verdict.NOT_STATED) == 0


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct hasher that it is held to."""
    broken = {each.values[1][0] for each in faults()}
    clauses = [clause.id for clause in kind("password_hasher")]

    assert [check.clause for check in PasswordHasherContract.checks if check.clause.startswith("HASH")] == clauses
    assert broken == set(clauses)


@pytest.mark.parametrize("clause", [clause.id for clause in kind("password_hasher")])
def test_every_clause_is_held_by_three_correct_hashers(clause: str) -> None:
    """So that it can be kept, on more than one library."""
    held = 0
    for each in suites():
        report = report_of(each.values[0], _QUICK, lambda check: check.clause == clause)
        held += report.outcomes[clause].verdict is Verdict.HELD
        if held == 3:
            return
    pytest.fail(f"{clause} is held by {held}")

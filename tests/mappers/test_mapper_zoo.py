"""Every clause can fail, on a realistic fault; and no correct mapper is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.mappers
import faulty.mappers
from dovetail import MapperContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from zoos import classes, first_of_each_clause, told

_CLAUSE = re.compile(r"^MAP-\d\d")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_QUICK = settings(max_examples=10, derandomize=True, phases=[Phase.generate])
_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])


def suites() -> Iterator[Any]:
    """The suites of every correct mapper."""
    for module, name, each in classes(correct.mappers):
        if issubclass(each, MapperContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty mapper with its clause and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.mappers):
        if _clause(each):
            yield pytest.param(_suite(module, each), _clause(each), id=f"{_clause(each)}-{name}")


def _suite(module: Any, mapper: type) -> type[MapperContract]:
    if issubclass(mapper, MapperContract):
        return mapper
    return type(mapper.__name__, (module.contract,), {"mapper": mapper})


def _clause(mapper: type) -> str:
    found = _CLAUSE.match(mapper.__doc__ or "")
    return found[0] if found else ""


def _run(suite: type[MapperContract], clause: str) -> Any:
    held = Suite(type(suite.__name__, (suite,), {"settings": _SEARCH}))
    return held.run(next(check for check in suite.checks if check.clause == clause))


@pytest.mark.parametrize(("suite", "clause"), [*first_of_each_clause(faults())])
def test_the_fault_is_found(suite: type[MapperContract], clause: str) -> None:
    """With the id of the clause that it is made to break."""
    outcome = _run(suite, clause)
    assert outcome.verdict is Verdict.BROKEN, outcome
    assert outcome.finding.clause == clause


@pytest.mark.parametrize("suite", list(suites()))
def test_no_correct_mapper_is_accused(suite: type[MapperContract]) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), {"settings": _QUICK}))
    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 8


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """And one check."""
    broken = {each.values[1] for each in faults()}
    clauses = [clause.id for clause in kind("mapper")]
    assert [check.clause for check in MapperContract.checks] == clauses
    assert broken == set(clauses)

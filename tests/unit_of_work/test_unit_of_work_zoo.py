"""Every clause can fail, on a realistic fault; and no correct unit of work is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.unit_of_work
import faulty.unit_of_work
from dovetail import UnitOfWorkContract
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, first_of_each_module, left_to_soak, report_of, told

_CLAUSE = re.compile(r"\bUOW-\d\d\b")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_SEARCH = settings(max_examples=8, derandomize=True, database=None, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=2)
_OUTBOX = {f"UOW-{number}" for number in range(26, 34)}

_SLOW = (
    "allocation-TestSqlAlchemyUnitOfWork",  # as the library's among the examples
    *("lending_in_async_sql-TestAsyncSqlUnit", "lending_in_functions-TestTransactional"),
    *("lending_in_sql-TestSqlUnit", "lending_in_sqlite-TestSqliteUnit", "lending_with_events-TestPublishingUnit"),
    *("lending_with_outbox-TestOutboxUnit", "outbox_in_async_sql-TestAsyncOutboxUnit"),
)


def suites() -> Iterator[Any]:
    """The suites of every correct unit."""
    for module, name, each in classes(correct.unit_of_work):
        if issubclass(each, UnitOfWorkContract) and (each.adapter or each.store):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty unit, with the suite that holds it to its contract."""
    for module, name, each in classes(faulty.unit_of_work):
        if clauses_of(each, _CLAUSE):
            yield pytest.param(_suite(module, each), each, id=f"{clauses_of(each, _CLAUSE)[0]}-{name}")


def _suite(module: Any, unit: type) -> type[UnitOfWorkContract]:
    contract = module.held_to(unit) if hasattr(module, "held_to") else module.contract
    return type(unit.__name__, (contract,), {"store": staticmethod(lambda: module.store(unit))})


@pytest.mark.parametrize("suite", [*left_to_soak(first_of_each_module(suites()), *_SLOW)])
def test_a_correct_unit_holds_every_clause(suite: type[UnitOfWorkContract]) -> None:
    """What a competent author wrote is not accused of anything."""
    alone = suite.outbox is None  # with one, the unit itself is held elsewhere already
    report = report_of(suite, _GLANCE, lambda check: alone or check.clause in _OUTBOX)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 5


@pytest.mark.parametrize(("suite", "unit"), [*first_of_each_clause(faults())])
def test_a_fault_is_found_by_its_clause(suite: type[UnitOfWorkContract], unit: type) -> None:
    """The clause that the docstring names first breaks."""
    first, *_ = clauses_of(unit, _CLAUSE)

    found = report_of(suite, _SEARCH, lambda check: check.clause == first)

    assert [finding.clause for finding in found.findings] == [first], found.outcomes


@pytest.mark.parametrize("clause", [each.id for each in kind("unit_of_work")])
def test_every_clause_has_a_fault(clause: str) -> None:
    """A clause that nothing can break proves nothing."""
    assert clause in {clauses_of(unit, _CLAUSE)[0] for _, unit in (param.values for param in faults())}

"""Every clause can fail, on a realistic fault; and no correct event store is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.event_store
import correct.event_store.carts
import faulty.event_store
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, left_to_soak, report_of, told

_CLAUSE = re.compile(r"\bEVT-\d\d\b")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_SEARCH = settings(max_examples=40, derandomize=True, database=None, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=3)


def faults() -> Iterator[Any]:
    """Every faulty store with the module that says what it is held to."""
    for module, name, each in classes(faulty.event_store):
        if clauses_of(each, _CLAUSE):
            yield pytest.param(module, each, id=f"{clauses_of(each, _CLAUSE)[0]}-{name}")


def suites() -> Iterator[Any]:
    """The suites of every correct store that needs no server."""
    for module, name, each in classes(correct.event_store):
        if name.startswith("Test"):
            yield pytest.param(module, each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def _held(module: Any, adapter: type, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a suite is given: an adapter of its own, or a store over a file or a server."""
    if not hasattr(module, "store"):
        return {"adapter": adapter}
    fixture = getattr(adapter, "needs", "sqlite_file")
    return {"store": module.store(adapter, request.getfixturevalue(fixture))}


@pytest.mark.parametrize(
    ("module", "suite"), [*left_to_soak(suites(), "carts-TestSqlCartEvents", "tickets-TestAsyncTicketEvents")]
)
def test_no_correct_store_is_accused(module: Any, suite: Any, request: pytest.FixtureRequest) -> None:
    """What a competent author wrote is not accused of anything."""
    held = {} if suite.adapter or suite.store else _held(module, suite.held, request)

    report = report_of(suite, _GLANCE, lambda check: True, **held)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 15


def test_no_correct_store_is_accused_on_postgresql(postgres_url: str) -> None:
    """What races there, and what commits late, is what a file has no second writer for."""
    carts = correct.event_store.carts
    races = {"EVT-13", "EVT-14", "EVT-15", "EVT-16", "EVT-25", "EVT-26", "EVT-27", "EVT-33"}

    report = report_of(
        carts.contract,
        _GLANCE,
        lambda check: check.clause in races,
        store=carts.store(carts.SqlCartEvents, postgres_url),
    )

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) == len(races)


@pytest.mark.parametrize(("module", "adapter"), [*first_of_each_clause(faults())])
def test_a_fault_is_found_by_its_clause(module: Any, adapter: type, request: pytest.FixtureRequest) -> None:
    """The clause that the docstring names first breaks."""
    first, *_ = clauses_of(adapter, _CLAUSE)

    found = report_of(module.contract, _SEARCH, lambda check: check.clause == first, **_held(module, adapter, request))

    assert [finding.clause for finding in found.findings] == [first], told(found)


@pytest.mark.long
@pytest.mark.parametrize(("module", "adapter"), [*faults()])
def test_a_fault_breaks_no_other_clause(module: Any, adapter: type, request: pytest.FixtureRequest) -> None:
    """But those that its docstring names."""
    first, *others = clauses_of(adapter, _CLAUSE)
    held = _held(module, adapter, request)

    glance = _GLANCE if "adapter" in held else settings(_GLANCE, max_examples=1)  # where each example costs files
    rest = report_of(module.contract, glance, lambda check: check.clause != first, **held)

    in_processes = (
        {"EVT-34"} if {"EVT-13", "EVT-14"} & {first, *others} else set()
    )  # who races in threads may there, too
    assert {finding.clause for finding in rest.findings} <= {*others, *in_processes}, told(rest)


def test_every_clause_has_a_fault() -> None:
    """A clause that nothing can break proves nothing."""
    broken = {clauses_of(each.values[1], _CLAUSE)[0] for each in faults()}

    assert {clause.id for clause in kind("event_store")} - broken == set()

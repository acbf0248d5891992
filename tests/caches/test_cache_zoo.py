"""Every clause of caches can fail, on a realistic fault; and no correct cache is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.caches
import faulty.caches
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, first_of_each_module, report_of, told

_CLAUSE = re.compile(r"\bCACHE-\d\d\b")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_SEARCH = settings(max_examples=40, derandomize=True, database=None, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=3)
_RACES = {"CACHE-07", "CACHE-10", "CACHE-11"}


def faults() -> Iterator[Any]:
    """Every faulty cache with the module that says what it is held to."""
    for module, name, each in classes(faulty.caches):
        if clauses_of(each, _CLAUSE):
            yield pytest.param(module, each, id=f"{clauses_of(each, _CLAUSE)[0]}-{name}")


def suites() -> Iterator[Any]:
    """The suites of every correct cache."""
    for module, name, each in classes(correct.caches):
        if name.startswith("Test"):
            yield pytest.param(module, each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def _held(module: Any, suite: Any, adapter: Any, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What a suite is given: an adapter of its own, or a store, over a server where it needs one."""
    if not hasattr(module, "store"):
        return {"adapter": adapter}
    opened = getattr(suite, "opened", module.store)
    return {"store": opened(adapter, request.getfixturevalue(module.needs) if hasattr(module, "needs") else "")}


@pytest.mark.parametrize(("module", "suite"), [*first_of_each_module(suites())])
def test_no_correct_cache_is_accused(module: Any, suite: Any, request: pytest.FixtureRequest) -> None:
    """What a competent author wrote is not accused of anything."""
    held = {} if suite.adapter else _held(module, suite, suite.held, request)

    many = 6 if suite.adapter else 3  # where each example costs files, or trips to a server
    report = report_of(suite, settings(_GLANCE, max_examples=many), lambda check: True, **held)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) + report.count(Verdict.NOT_STATED) >= 9


@pytest.mark.parametrize(("module", "adapter"), [*first_of_each_clause(faults())])
def test_a_fault_is_found_by_its_clause(module: Any, adapter: Any, request: pytest.FixtureRequest) -> None:
    """The clause that the docstring names first breaks, and none that it does not name; races are left to their own."""
    first, *others = clauses_of(adapter, _CLAUSE)
    suite = getattr(adapter, "contract", module.contract)
    held = _held(module, suite, adapter, request)

    found = report_of(suite, _SEARCH, lambda check: check.clause == first, **held)
    asked = {clause.id for clause in kind("cache")} - {first} - (set() if first in _RACES else _RACES)
    rest = report_of(suite, _GLANCE, lambda check: check.clause in asked, **held)

    assert [finding.clause for finding in found.findings] == [first], told(found)
    assert {finding.clause for finding in rest.findings} <= set(others), told(rest)


def test_every_clause_has_a_fault() -> None:
    """A clause that nothing can break proves nothing."""
    broken = {clauses_of(each.values[1], _CLAUSE)[0] for each in faults()}

    assert {clause.id for clause in kind("cache")} - broken == set()

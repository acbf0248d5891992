"""Every clause can fail, on a realistic fault; and no correct adapter is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories
import faulty.repositories
import zoos
from dovetail import RepositoryContract
from dovetail.catalogue import all_clauses
from zoos import (
    classes,
    first_of_each_clause,
    first_of_each_module,
    left_to_soak,
    report_of,
    told,
    without_crowds,
)

_CLAUSE = re.compile(r"\b(?:PORT|REPO)-\d\d\b")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=3)
# Most of them are mapped by SQLAlchemy, as are ensembles, cookbooks, switchboards and ferries, which stay.
_SLOW = (
    *("badges-Suite", "batches-Mapped", "berths-Unset", "blog-WithModels", "bookings-Remembered", "cellars-Suite"),
    *("dossiers-TestSqlDossiers", "galleries-Suite", "hymnals-Suite", "inventory-OnPaper", "invoices-InTables"),
    *("crates-TestSelectinShipments", "ensembles-Suite", "kilns-Suite", "ledgers-Suite", "playlists-OneSession"),
    *("queues-Suite", "tanks-Suite"),
)


def suites() -> Iterator[Any]:
    """The suites of every correct adapter."""
    for module, name, each in classes(correct.repositories):
        if issubclass(each, RepositoryContract) and (each.adapter or each.store):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty adapter, with the suite that holds it to its contract."""
    for module, name, each in classes(faulty.repositories):
        if clauses_of(each):
            yield pytest.param(_suite(module, each), each, id=f"{clauses_of(each)[0]}-{name}")


def _suite(module: Any, adapter: type) -> type[RepositoryContract]:
    held = {"store": staticmethod(lambda: module.store(adapter))} if hasattr(module, "store") else {"adapter": adapter}
    return type(adapter.__name__, (module.contract,), held)


def clauses_of(adapter: type) -> list[str]:
    """The clauses of ports and repositories that an adapter's docstring names."""
    return zoos.clauses_of(adapter, _CLAUSE)


@pytest.mark.parametrize("suite", [*left_to_soak(first_of_each_module(suites()), *_SLOW)])
def test_a_correct_adapter_holds_every_clause(suite: type[RepositoryContract]) -> None:
    """What a competent author wrote is not accused of anything; `make soak` looks longer, and at crowds too."""
    report = report_of(without_crowds(suite), _GLANCE, lambda check: True)

    assert report.holds, told(report)
    assert not report.findings, told(report)  # of a clause that only should hold neither


@pytest.mark.parametrize(("suite", "adapter"), [*first_of_each_clause(faults())])
def test_a_fault_is_found_by_its_clause(suite: type[RepositoryContract], adapter: type) -> None:
    """The clause that the docstring names first breaks. That no other one does is looked for by `make soak`."""
    first, *_ = clauses_of(adapter)

    found = report_of(suite, _SEARCH, lambda check: check.clause == first)

    assert [finding.clause for finding in found.findings] == [first]


@pytest.mark.parametrize("clause", [each for each in all_clauses() if _CLAUSE.match(each)])
def test_every_clause_has_a_fault(clause: str) -> None:
    """A clause that nothing can break proves nothing."""
    assert clause in {clauses_of(adapter)[0] for _, adapter in (param.values for param in faults())}

"""Every clause of readers can fail, on a realistic fault; and no correct reader is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.readers
import faulty.readers
from dovetail import ReaderContract
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, report_of, told

_CLAUSE = re.compile(r"^QRY-\d\d")
_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=8)


def suites() -> Iterator[Any]:
    """The suites of every correct reader."""
    for module, name, each in classes(correct.readers):
        if issubclass(each, ReaderContract) and (each.adapter or each.store):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty reader, with the suite that holds it to its contract and the clause that it is made to break."""
    for module, name, each in classes(faulty.readers):
        if found := _CLAUSE.match(each.__doc__ or ""):
            held = {"store": staticmethod(lambda module=module, each=each: module.store(each))}
            yield pytest.param(type(name, (module.contract,), held), found[0], id=f"{found[0]}-{name}")


@pytest.mark.parametrize("suite", [*suites()])
def test_no_correct_reader_is_accused(suite: type[ReaderContract]) -> None:
    report = report_of(suite, _GLANCE, lambda check: True)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 8, report.outcomes


@pytest.mark.parametrize(("suite", "clause"), [*faults()])
def test_a_fault_is_found_by_its_clause(suite: type[ReaderContract], clause: str) -> None:
    report = report_of(suite, _SEARCH, lambda check: check.clause == clause)

    assert [finding.clause for finding in report.findings] == [clause]


def test_every_clause_has_a_fault() -> None:
    """A clause that nothing can break proves nothing."""
    assert {each.values[1] for each in faults()} == {clause.id for clause in kind("reader")}

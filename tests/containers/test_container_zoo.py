"""Every clause on containers can fail, on a realistic fault; and no correct container is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

import correct.containers
import faulty.containers
from dovetail import ContainerContract, verify
from dovetail.catalogue import kind
from dovetail.suites.container import stalling
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, first_of_each_module, report_of, told

_CLAUSE = re.compile(r"CONT-\d\d")
CLAUSES = [clause.id for clause in kind("container")]


def suites() -> Iterator[Any]:
    """The suites of every correct container."""
    for module, name, each in classes(correct.containers):
        if name.startswith("Test"):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty container with its clauses."""
    for _, name, each in classes(faulty.containers):
        if clauses := clauses_of(each, _CLAUSE):
            yield pytest.param(each, clauses, id=f"{clauses[0]}-{name}")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for itself is told after fewer turns than people have to wait for."""
    monkeypatch.setattr(stalling, "_SECONDS", 0.2)


@pytest.mark.parametrize(("suite", "clauses"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: Any, clauses: list[str]) -> None:
    """With the id of the clause that it is made to break, and of no other that it does not name."""
    report = verify(suite)

    assert report.outcomes[clauses[0]].verdict is Verdict.BROKEN, report.outcomes[clauses[0]]
    assert report.outcomes[clauses[0]].finding is not None, told(report)
    assert {each.clause for each in report.findings} <= set(clauses), told(report)
    assert report.not_evaluated == (), told(report)


@pytest.mark.parametrize("suite", list(first_of_each_module(suites())))
def test_no_correct_container_is_accused(suite: Any) -> None:
    """All that applies to it holds."""
    report = verify(suite)

    assert report.findings == (), told(report)
    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 6


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a container that it is held to."""
    assert [check.clause for check in ContainerContract.checks] == CLAUSES
    assert {each.values[1][0] for each in faults()} == set(CLAUSES)


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_is_held_by_a_correct_container(clause: str) -> None:
    """So that it can be kept; by two libraries at least, where it does not ask for something that few have."""
    held = 0
    for each in suites():
        report = report_of(each.values[0], None, lambda check: check.clause == clause)  # type: ignore[arg-type]
        held += report.outcomes[clause].verdict is Verdict.HELD
        if held == (1 if clause == "CONT-03" else 2):
            return
    pytest.fail(f"{clause} is held by {held}")

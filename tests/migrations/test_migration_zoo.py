"""Every clause of migrations can fail, on a realistic fault; and no correct tree is accused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from squawk_stub import installed

import correct.migrations
import faulty.migrations
from apart import STORAGE, hypothesis_caches
from correct.migrations.trees import AlembicProject
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from zoos import classes, clauses_of, first_of_each_clause, left_to_soak, report_of, told

_CLAUSE = re.compile(r"\bMIG-\d\d\b")
_SLOW = ("Clinic-postgres_url",)  # others are held there, and this one in SQLite
_SEARCH = settings(max_examples=3, derandomize=True, database=None, phases=[Phase.generate])


def _classes(package: Any) -> Iterator[tuple[str, Any]]:
    for _, name, each in classes(package):
        if issubclass(each, AlembicProject) and each.files:
            yield name, each


def projects() -> Iterator[Any]:
    """Every correct project, on each of its databases."""
    for name, each in _classes(correct.migrations):
        for database in (*([""] if each.on_sqlite else []), *each.needs):
            yield pytest.param(each, database, id=f"{name}-{database or 'sqlite'}")


def faults() -> Iterator[Any]:
    """Every faulty project, on the one database that shows its fault."""
    for name, each in _classes(faulty.migrations):
        if clauses_of(each, _CLAUSE):
            yield pytest.param(each, id=f"{clauses_of(each, _CLAUSE)[0]}-{name}")


@pytest.mark.parametrize(("project", "database"), [*left_to_soak(projects(), *_SLOW)])
def test_no_correct_tree_is_accused_by_what_it_is_there_for(
    project: Any, database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The few clauses that each project is made for; those on the kennel's repository take seconds each."""
    given = {"url": request.getfixturevalue(database)} if database else {}

    with project.written(tmp_path) as contract:
        report = report_of(contract, _SEARCH, lambda check: check.clause in project.made_for, **given)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) == len(project.made_for)


@pytest.mark.long
@pytest.mark.parametrize(("project", "database"), [*projects()])
def test_no_correct_tree_is_accused(
    project: Any, database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What a competent author wrote is not accused of anything."""
    given = {"url": request.getfixturevalue(database)} if database else {}

    with project.written(tmp_path) as contract:
        report = report_of(contract, _SEARCH, lambda check: True, **given)

    assert report.holds, told(report)
    assert report.count(Verdict.HELD) >= 7


@pytest.fixture(autouse=True)
def squawk(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of that name, whether or not the real one is installed."""
    monkeypatch.setenv("PATH", installed(tmp_path_factory.mktemp("squawk")))


@pytest.fixture(autouse=True)
def stored(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the process that holds a release, Hypothesis need not read all of dovetail again."""
    monkeypatch.setenv(STORAGE, hypothesis_caches(tmp_path_factory.mktemp("stored")))


def _found(project: Any, asked: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    database = getattr(project, "shown_on", "")
    given = {"url": request.getfixturevalue(database)} if database else {}
    with project.written(tmp_path) as contract:
        return report_of(contract, _SEARCH, asked, **given)


@pytest.mark.parametrize("project", [*first_of_each_clause(faults())])
def test_a_fault_is_found_by_its_clause(project: Any, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The clause that the docstring names first breaks."""
    first, *_ = clauses_of(project, _CLAUSE)

    report = _found(project, lambda check: check.clause == first, tmp_path, request)

    assert [finding.clause for finding in report.findings] == [first], told(report)


@pytest.mark.long
@pytest.mark.parametrize("project", [*faults()])
def test_a_fault_is_found_by_no_other_clause(project: Any, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """No clause breaks that the docstring does not name."""
    named = clauses_of(project, _CLAUSE)

    report = _found(project, lambda check: True, tmp_path, request)

    assert {finding.clause for finding in report.findings} <= set(named), told(report)
    assert not report.not_evaluated, told(report)


def test_every_clause_has_a_fault() -> None:
    """A clause that nothing can break proves nothing."""
    broken = {clauses_of(each.values[0], _CLAUSE)[0] for each in faults()}

    assert {clause.id for clause in kind("migration")} - broken == set()

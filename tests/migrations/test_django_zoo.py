"""Django's migrations are held as Alembic's are; all in one process, since Django has one set of settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apart import STORAGE, hypothesis_caches
from faulty.migrations import post_office
from zoos import clauses_of

TESTS = Path(__file__).parents[1]
CORRECT = ("PostOffice", "Squashed")
FAULTS = {
    name: each
    for name, each in vars(post_office).items()
    if isinstance(each, type) and each.__module__ == post_office.__name__
}
_CLAUSE = re.compile(r"\bMIG-\d\d\b")


def held(folder: Path, url: str, asked: str, *modules: str) -> dict[str, Any]:
    """What came of each application, by its name."""
    command = [sys.executable, "migrations/django_process.py", str(folder), url, asked, *modules]
    environment = {**os.environ, "PYTHONPATH": str(TESTS), STORAGE: hypothesis_caches(folder)}
    done = subprocess.run(command, cwd=TESTS, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def broken(found: dict[str, Any]) -> list[str]:
    """The clauses that do not hold, or could not be evaluated."""
    return [clause for clause, outcome in found["outcomes"].items() if outcome in {"broken", "not evaluated"}]


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("django")
    return held(folder, "", "named", "correct.migrations.post_office", "faulty.migrations.post_office")


@pytest.mark.parametrize("name", CORRECT)
def test_no_correct_application_is_accused(name: str, on_sqlite: dict[str, Any]) -> None:
    assert not broken(on_sqlite[name]), on_sqlite[name]["told"]
    assert [*on_sqlite[name]["outcomes"].values()].count("held") >= 7


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_its_clause(name: str, on_sqlite: dict[str, Any]) -> None:
    first, *_ = clauses_of(FAULTS[name], _CLAUSE)

    assert first in broken(on_sqlite[name]), on_sqlite[name]["told"]


@pytest.mark.long
def test_no_fault_is_found_by_another_clause(tmp_path: Path) -> None:
    found = held(tmp_path, "", "all", "correct.migrations.post_office", "faulty.migrations.post_office")

    for name, fault in FAULTS.items():
        assert set(broken(found[name])) <= set(clauses_of(fault, _CLAUSE)), found[name]["told"]


@pytest.mark.long
def test_no_correct_application_is_accused_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    found = held(tmp_path, postgres_url, "all", "correct.migrations.post_office")

    assert {name: each["told"] for name, each in found.items() if broken(each)} == {}

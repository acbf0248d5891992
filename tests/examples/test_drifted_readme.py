"""The lists of faults in the drifted examples point at the lines they speak of, and dovetail names each of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from apart import hypothesis_caches

EXAMPLES = Path(__file__).parents[2] / "examples"
FAULTS = {"drifted": 24, "drifted-ledger": 7, "drifted-library": 17}

_ROW = re.compile(r"^\| `(.+?):(\d+)` \| `(.+?)` \| .+ \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(r"((?:[A-Z]+-\d+(?:, )?)+) on `(\w+)`")
_CLAUSE = re.compile(r"[A-Z]+-\d+")


def _rows(example: str) -> list[tuple[str, str, str, str]]:
    """Of each fault its path, its line, the code that stands there, and who says so."""
    return _ROW.findall((EXAMPLES / example / "README.md").read_text(encoding="utf-8"))


def _named(example: str) -> set[tuple[str, str]]:
    """The suites and clauses that a list says are broken."""
    said = [found for *_, who in _rows(example) for found in _NAMED.findall(who)]
    return {(f"Test{suite}", clause) for clauses, suite in said for clause in _CLAUSE.findall(clauses)}


def _broken(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {
        (suite["suite"].rpartition("::")[2], clause["id"])
        for suite in document["suites"]
        for clause in suite["clauses"]
        if clause["outcome"] == "broken"
    }


@pytest.mark.parametrize(("example", "number"), FAULTS.items())
def test_so_many_faults_are_listed(example: str, number: int) -> None:
    """As many as its README speaks of."""
    assert len(_rows(example)) == number


@pytest.mark.parametrize(
    ("example", "path", "number", "code"), [(example, *row[:3]) for example in FAULTS for row in _rows(example)]
)
def test_each_fault_is_where_the_list_says(example: str, path: str, number: str, code: str) -> None:
    """The quoted code stands on the quoted line."""
    line = (EXAMPLES / example / path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert code in line


@pytest.mark.usefixtures("frozen_heap")
@pytest.mark.parametrize(
    ("example", "tests"),
    [
        ("drifted", "tests/test_contracts_around.py"),  # the demo holds the other file
        pytest.param("drifted-ledger", "tests/test_contracts.py", marks=pytest.mark.long),
        pytest.param("drifted-library", "tests/test_contracts.py", marks=pytest.mark.long),
    ],
)
def test_each_fault_is_named(example: str, tests: str, tmp_path: Path) -> None:
    """By each clause that the list says, in few examples, the same ones each time."""
    held = re.findall(r"^class (\w+)\(", (EXAMPLES / example / tests).read_text(encoding="utf-8"), re.MULTILINE)
    named = {(suite, clause) for suite, clause in _named(example) if suite in held}
    clauses = " or ".join(sorted({clause.replace("-", "_") for _, clause in named}))
    document = tmp_path / "outcomes.json"
    options = [
        "-q",
        "-p",
        "no:cacheprovider",
        "--hypothesis-profile=unshrunk",
        "--hypothesis-seed=0",
        f"--dovetail-json={document}",
    ]
    command = [sys.executable, "-m", "pytest", *options, tests, "-k", clauses]
    hypothesis_caches(EXAMPLES / example)
    ran = subprocess.run(command, cwd=EXAMPLES / example, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stdout
    assert _broken(json.loads(document.read_text(encoding="utf-8"))) == named


@pytest.mark.parametrize("example", [name for name in FAULTS if name != "drifted"])
def test_each_import_is_named(example: str) -> None:
    """By the lint, which names nothing else."""
    program = str(Path(sys.executable).with_name("dovetail"))
    command = [program, "lint", "--no-cache", "--format", "json"]
    ran = subprocess.run(command, cwd=EXAMPLES / example, capture_output=True, text=True, check=False)
    found = {(each["path"], each["line"], each["id"]) for each in json.loads(ran.stdout)["findings"]}
    listed = {(path, int(number), who) for path, number, _, who in _rows(example) if who.startswith("ARCH")}
    assert found == listed

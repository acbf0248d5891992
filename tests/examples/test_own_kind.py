"""The example of a contract kind of one's own: what its README says of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from apart import hypothesis_caches
from dovetail.cli import main

pytestmark = pytest.mark.usefixtures("few_plugins")
EXAMPLE = Path(__file__).parents[2] / "examples" / "own-kind"
KIND = EXAMPLE / "contract" / "kind.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    hypothesis_caches(EXAMPLE)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:randomly", "-p", "no:cacheprovider"]
    wide = {**os.environ, "COLUMNS": "120"}
    return subprocess.run([*command, *arguments], cwd=EXAMPLE, env=wide, capture_output=True, text=True, check=False)


def test_two_generators_hold_and_one_has_a_waiver(tmp_path: Path) -> None:
    """In the matrix, and in the document for machines, under the kind's own name."""
    document = tmp_path / "out.json"

    ran = run(f"--dovetail-json={document}")

    assert ran.returncode == 0, ran.stdout
    assert "Identifiers  ReservedIdentifiers (memory)     4       0       1               0           0" in ran.stdout
    suites = {each["adapter"]: each for each in json.loads(document.read_text("utf-8"))["suites"]}
    assert {each["contract"] for each in suites.values()} == {"IdentifierContract"}
    assert {each["port"] for each in suites.values()} == {"identifiers.port:Identifiers"}
    outcomes = {each["id"]: each["outcome"] for each in suites["SqlIdentifiers"]["clauses"]}
    assert outcomes == dict.fromkeys(["IDG-01", "IDG-02", "IDG-03", "IDG-04", "IDG-05"], "held")


def test_the_third_is_found_without_its_waiver() -> None:
    """With the smallest scenario, in the kind's own words."""
    ran = run("tests/without_waiver.py")

    assert ran.returncode == 1
    assert (
        "IDG-04 no identifier is given again after a restart      broken by ReservedIdentifiers (port Identifiers)\n"
        "    adapter.next_id()\n"
        "    # through a new connection\n"
        "    adapter.next_id()\n"
        "  expected  an identifier that was not given before\n"
        "  got       '000000001'\n" in ran.stdout
    )


def test_its_clauses_are_explained_where_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In its folder and below."""
    monkeypatch.chdir(EXAMPLE / "tests")

    assert main(["explain", "IDG-05"]) == 0
    assert capsys.readouterr().out.startswith("IDG-05  an identifier can be part of an address  (should)\n")


def test_the_kind_is_short_and_made_of_what_is_public() -> None:
    """At most 120 lines, and of dovetail the kernel alone."""
    lines = KIND.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 120
    assert [line for line in lines if "dovetail" in line and "import" in line] == [
        "from dovetail.kernel import PortScenario, Returned, Source, StoreContract, check, option"
    ]

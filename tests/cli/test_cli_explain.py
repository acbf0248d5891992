"""`dovetail explain`, and the command line around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from dovetail.catalogue import all_clauses
from dovetail.cli import main
from dovetail.cli.commands import COMMANDS


@pytest.mark.parametrize("clause_id", sorted(all_clauses()))
def test_every_clause_is_explained(clause_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    clause = all_clauses()[clause_id]

    assert main(["explain", clause_id]) == 0

    words = capsys.readouterr().out.split()
    for text in (clause.id, clause.title, clause.statement, clause.why):
        assert " ".join(text.split()) in " ".join(words)


def test_an_unknown_clause_exits_2_and_offers_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "ARC-01"]) == 2
    assert "ARCH-01" in capsys.readouterr().err


@pytest.mark.parametrize("written", ["repo7", "REPO-7", " repo_07 ", "Repo 7"])
def test_an_id_is_understood_however_it_is_written(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", written]) == 0
    assert capsys.readouterr().out.startswith("REPO-07 ")


def test_every_clause_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--all", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert document["version"] == 1
    assert [each["id"] for each in document["clauses"]] == list(all_clauses())
    assert {"id", "title", "statement", "why", "level"} <= set(document["clauses"][0])


@pytest.mark.parametrize("arguments", [[], ["REPO-07", "--all"]])
def test_one_id_or_all(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *arguments]) == 2
    assert "dovetail explain REPO-07" in capsys.readouterr().err


def test_a_command_that_is_nearly_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lnit"]) == 2
    assert "did you mean dovetail lint?" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"dovetail {version('pytest-dovetail')}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


BELLS = """
[[clause]]
id = "BELL-01"
title = "it rings"
statement = "It rings."
why = "Else nobody comes."
level = "must"
"""
BELL_CONTRACT = """
from pathlib import Path
from dovetail.kernel import PortContract

class BellContract(PortContract):
    clauses = Path(__file__).with_name("bells.toml")
"""


def explain_beside(site: Path, package: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `dovetail explain` in a fresh process, where a distribution with a kind of contract is installed as well."""
    (site / "bells").mkdir()
    (site / "bells" / "__init__.py").write_text(package)
    (site / "bells" / "bells.toml").write_text(BELLS)
    info = site / "bells-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bells\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dovetail.kinds]\nbells = bells:BellContract\n")
    command = [sys.executable, "-m", "dovetail", "explain", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(site)}
    return subprocess.run(command, env=environment, cwd=site, capture_output=True, text=True, check=False)


def test_the_clauses_of_an_installed_kind_are_explained(tmp_path: Path) -> None:
    """Its distribution names the class under the entry points `dovetail.kinds`."""
    ran = explain_beside(tmp_path, BELL_CONTRACT, "BELL-01")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("BELL-01  it rings  (must)")


def test_the_clauses_of_an_installed_kind_are_listed_with_all(tmp_path: Path) -> None:
    ran = explain_beside(tmp_path, BELL_CONTRACT, "--all", "--format", "json")

    ids = [each["id"] for each in json.loads(ran.stdout)["clauses"]]
    assert "REPO-01" in ids
    assert ids.count("BELL-01") == 1


@pytest.mark.parametrize("package", ["", "1 / 0\n"], ids=["no such class", "fails"])
def test_an_installed_kind_that_cannot_be_imported_is_named(package: str, tmp_path: Path) -> None:
    """It is asked only where the id is none of dovetail's own."""
    ran = explain_beside(tmp_path, package, "BELL-01")

    assert (ran.returncode, ran.stdout) == (2, "")
    assert "bells names a kind of contract, bells = bells:BellContract, that cannot be imported: " in ran.stderr
    assert 'mend or uninstall bells; the line is in its [project.entry-points."dovetail.kinds"]' in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("arguments", "code", "says"), [(["explain", "REPO-01"], 0, "REPO-01"), (["nonsense"], 2, "")])
def test_the_program_ends_with_its_exit_code_and_all_that_it_wrote(arguments: list[str], code: int, says: str) -> None:
    """It leaves without Python's tidying up, which is where a pipe would be flushed."""
    ran = subprocess.run([sys.executable, "-m", "dovetail", *arguments], capture_output=True, text=True, check=False)

    assert ran.returncode == code
    assert ran.stdout.startswith(says)
    assert bool(ran.stderr) == bool(code)

"""`dovetail explain`, and the command line around it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

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


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"dovetail {version('dovetail')}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in COMMANDS)


@pytest.mark.parametrize(("arguments", "code", "says"), [(["explain", "REPO-01"], 0, "REPO-01"), (["nonsense"], 2, "")])
def test_the_program_ends_with_its_exit_code_and_all_that_it_wrote(arguments: list[str], code: int, says: str) -> None:
    """It leaves without Python's tidying up, which is where a pipe would be flushed."""
    ran = subprocess.run([sys.executable, "-m", "dovetail", *arguments], capture_output=True, text=True, check=False)

    assert ran.returncode == code
    assert ran.stdout.startswith(says)
    assert bool(ran.stderr) == bool(code)

"""What `docs/downstream.md` shows is what `downstream/` runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "downstream").glob("*/downstream.toml"))
PAGE = (ROOT / "docs" / "downstream.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_shows_each_binding_word_for_word(folder: Path) -> None:
    """The contract and the drawing, where there are, in full."""
    shown = [*folder.glob("dovetail.toml"), *folder.glob("test_contract.py")]
    missing = [path.name for path in shown if path.read_text(encoding="utf-8").rstrip() not in PAGE]
    assert missing == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_page_explains_each_recorded_finding(folder: Path) -> None:
    """Each clause that a run must break has its place in the repository's section, and so has the commit."""
    stated = tomllib.loads((folder / "downstream.toml").read_text(encoding="utf-8"))
    section = re.split(r"\n##+ ", PAGE.partition(f"## {stated['repository']}\n")[2], maxsplit=1)[0]
    recorded = {clause.partition(" ")[0] for clauses in stated["findings"].values() for clause in clauses}
    assert {clause for clause in recorded if clause not in section} == set()
    assert stated["commit"] in section


def test_the_runner_says_what_it_needs() -> None:
    """Without checkouts: every repository with its commit, and the exit code of what cannot be evaluated."""
    runner = ROOT / "downstream" / "run.py"
    bare = {name: value for name, value in os.environ.items() if name != "DOVETAIL_DOWNSTREAM"}
    ran = subprocess.run([sys.executable, runner], env=bare, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "DOVETAIL_DOWNSTREAM" in ran.stderr
    assert all(folder.name in ran.stderr for folder in FOLDERS)

"""What `docs/downstream.md` says of repositories with import contracts is what `downstream/parity.py` holds."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
RECORD = tomllib.loads((ROOT / "downstream" / "parity.toml").read_text(encoding="utf-8"))["repository"]
PAGE = (ROOT / "docs" / "downstream.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("one", RECORD, ids=lambda one: one["name"])
def test_the_page_has_a_row_for_each(one: dict[str, Any]) -> None:
    """With the commit, the contracts, what is broken or refused, and whatever is to be remarked."""
    counts = {"broken": len(one.get("broken", [])), "refused": len(one.get("refused", []))}
    counts = {"kept": one["contracts"] - sum(counts.values()), **counts}
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count) or "file refused"
    start = f"| {one['repository']} | `{one['commit'][:7]}` | {one['contracts']} | {verdicts} |"

    (row,) = (line for line in PAGE.splitlines() if line.startswith(start))
    assert row.endswith(f"| yes | {one['remark']} |")


def test_the_runner_says_what_it_needs() -> None:
    """Without checkouts: every repository with its commit, and the exit code of what cannot be evaluated."""
    bare = {name: value for name, value in os.environ.items() if name != "DOVETAIL_DOWNSTREAM"}
    command = [sys.executable, str(ROOT / "downstream" / "parity.py")]
    ran = subprocess.run(command, env=bare, capture_output=True, text=True, check=False)

    assert ran.returncode == 2
    assert all(f"CHECKOUTS/{one['name']}  {one['repository']} at {one['commit']}" in ran.stderr for one in RECORD)

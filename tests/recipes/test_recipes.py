"""Each recipe of the documentation is run as it stands there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from apart import hypothesis_caches

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text(encoding="utf-8")
COMMON, *RECIPES = re.split(r"^## ", PAGE, flags=re.MULTILINE)
FILE = re.compile(r"^```\w+\n# (\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMAND = (
    *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "error"),
    *("--hypothesis-profile=quick", "--dovetail-json=outcomes.json"),
)
QUICK = """
from hypothesis import settings

settings.register_profile("quick", max_examples=3)
"""
REPOSITORY_CLAUSES = 13  # of those that any store of notes is held to


def title(recipe: str) -> str:
    return recipe.partition("\n")[0]


# Each holds a store that other tests hold too; the page itself says how they are opened.
_SLOW = dict.fromkeys(
    ("A JSON file", "An async engine", "A global engine or session", "Plain `sqlite3`", "SQLModel"), pytest.mark.long
)


@pytest.mark.usefixtures("frozen_heap")
@pytest.mark.parametrize(
    "recipe", [pytest.param(each, marks=_SLOW.get(title(each), ()), id=title(each)) for each in RECIPES]
)
def test_a_recipe_holds_its_contract(recipe: str, tmp_path: Path) -> None:
    """Every clause that applies is held, and no fewer apply than to other stores."""
    for name, text in FILE.findall(COMMON) + FILE.findall(recipe):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(QUICK, encoding="utf-8")
    hypothesis_caches(tmp_path)
    run = subprocess.run(COMMAND, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (suite,) = json.loads((tmp_path / "outcomes.json").read_text(encoding="utf-8"))["suites"]
    held = [clause["id"] for clause in suite["clauses"] if clause["outcome"] == "held"]
    assert len([clause for clause in held if clause.startswith("REPO")]) >= REPOSITORY_CLAUSES, held


def environment() -> dict[str, str]:
    """That of a run by hand: nothing of this run's settings, and of its plugins the one that spares time."""
    own = {name for name in os.environ if name.startswith(("PYTEST_", "DJANGO_"))} - {"PYTEST_PLUGINS"}
    return {name: value for name, value in os.environ.items() if name not in own}


def test_every_block_is_a_file() -> None:
    """Nothing on the page goes untried."""
    assert len(FILE.findall(PAGE)) == PAGE.count("\n```") / 2

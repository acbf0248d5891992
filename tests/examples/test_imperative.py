"""The warehouse holds its contract, and its README shows what happens when the mapping forgets a column."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from apart import hypothesis_caches

EXAMPLE = Path(__file__).parents[2] / "examples" / "imperative"


def _pytest(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    hypothesis_caches(directory)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


@pytest.mark.long
def test_the_warehouse_holds_its_contract() -> None:
    """In memory and in tables of SQLite, in as many examples as a reader's run has."""
    result = _pytest(EXAMPLE)
    assert result.returncode == 0, result.stdout


@pytest.mark.long
def test_a_forgotten_column_is_found_as_the_readme_shows(tmp_path: Path) -> None:
    """The line that it says to take out, and what it says that comes then."""
    copy = shutil.copytree(EXAMPLE, tmp_path / "warehouse", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    readme = (copy / "README.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"`(Column\(.*?\))` out of the table", readme, flags=re.DOTALL)
    orm = copy / "src" / "warehouse" / "adapters" / "orm.py"
    orm.write_text(orm.read_text(encoding="utf-8").replace(f"    {line},\n", ""), encoding="utf-8")
    result = _pytest(copy, "-k", "MAP-01")
    shown = readme.split("```\n")[-2].splitlines()
    assert result.returncode == 1
    for each in (shown[0], shown[-2], shown[-1]):
        assert each in result.stdout

"""The page on benchmarks runs as it is written, in the shop of the examples."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from apart import hypothesis_caches

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")


@pytest.mark.long
def test_the_benchmark_of_the_page_measures_side_by_side(tmp_path: Path) -> None:
    """A table for each operation and size, with a row for each adapter, as the page shows them."""
    shop = shutil.copytree(ROOT / "examples" / "shop", tmp_path / "shop", ignore=shutil.ignore_patterns(".*", "__*__"))
    (shop / "tests" / "__init__.py").touch()
    hypothesis_caches(shop)
    ((name, text),) = re.findall(r"^```python\n# (\S+)\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    (shop / name).write_text(text, encoding="utf-8")
    ((command),) = re.findall(r"^```console\n\$ pytest (.*)\n```$", PAGE, flags=re.MULTILINE)
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    how = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
    briefly = ["--benchmark-max-time=0.01", "--benchmark-min-rounds=1"]  # what is asked is who is in the tables
    run = subprocess.run(
        [*how, *shlex.split(command), *briefly], cwd=shop, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (shown,) = re.findall(r"^-+ (benchmark '.*': 2 tests) -+$", PAGE, flags=re.MULTILINE)
    (table,) = re.findall(rf"{re.escape(shown)}.*?\n\n", run.stdout, flags=re.DOTALL)
    assert re.search(r"^InMemoryOrders +\d", table, flags=re.MULTILINE)
    assert re.search(r"^SqlOrders \(SQLite\) +\d", table, flags=re.MULTILINE)

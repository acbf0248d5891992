"""The list of faults in `examples/drifted` points at the lines it speaks of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DRIFTED = Path(__file__).parents[2] / "examples" / "drifted"
ROWS = re.findall(r"^\| `(.+?):(\d+)` \| `(.+?)` \|", (DRIFTED / "README.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_six_faults_are_listed() -> None:
    """As many as the demo is about: five in adapters, one import."""
    assert len(ROWS) == 6


@pytest.mark.parametrize(("path", "number", "code"), ROWS)
def test_each_fault_is_where_the_list_says(path: str, number: str, code: str) -> None:
    """The quoted code stands on the quoted line."""
    line = (DRIFTED / path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
    assert code in line

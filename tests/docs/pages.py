"""Runs pytest on the files that a page of the documentation shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

import dovetail.plugin.clause
import dovetail.plugin.collecting
import dovetail.plugin.results  # noqa: F401 - imported here, none of it is imported again by every run

DOCS = Path(__file__).parents[2] / "docs"
_FILE = re.compile(r"^```python\n# (\w+)\.py\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What is asked is whether the page is true; to make what is found small takes longer than all else.
_FEW = """
from hypothesis import Phase, settings
settings.register_profile("few", max_examples={examples}, derandomize=True, database=None, phases=[Phase.generate])
settings.load_profile("few")
"""


def files(page: str) -> dict[str, str]:
    """The files that a page shows, by the name in their first line."""
    return dict(_FILE.findall((DOCS / page).read_text(encoding="utf-8")))


def holds(result: pytest.RunResult, least: int) -> None:
    """Nothing is accused, and so many clauses are held or more: a new clause need not be counted here."""
    found = result.parseoutcomes()
    assert set(found) <= {"passed", "skipped"}, found
    assert found["passed"] >= least, found


def run(
    pytester: pytest.Pytester, shown: dict[str, str], *options: str, examples: int = 10, apart: bool = False
) -> pytest.RunResult:
    """Write the files and run pytest there, in few examples and in the order of the files.

    Args:
        pytester: pytest's own fixture.
        shown: the files.
        *options: of pytest.
        examples: how many.
        apart: in a process of its own, which takes a second to start.
    """
    pytester.makeconftest(_FEW.format(examples=examples))
    pytester.makepyfile(**shown)
    how = ("-p", "no:randomly", "-p", "no:cacheprovider", *options)
    if apart:
        return pytester.runpytest_subprocess(*how)
    with _profile_kept(), pytest.MonkeyPatch.context() as patch:
        for name in ("conftest", *shown):
            patch.delitem(sys.modules, name, raising=False)
        # Without what looks through all that is loaded five times over, at the end of each run.
        return pytester.runpytest_inprocess("-p", "no:unraisableexception", *how)


@contextmanager
def _profile_kept() -> Iterator[None]:
    """Leave Hypothesis as it was, whatever profile is loaded meanwhile."""
    settings.register_profile("as before", settings())
    try:
        yield
    finally:
        settings.load_profile("as before")

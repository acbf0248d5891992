"""The page on readers runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "readers.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]


def files() -> dict[str, str]:
    """The files that the page shows, by the name in their first line."""
    blocks = re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return dict(blocks)


def test_the_reader_of_the_page_holds(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(**files())

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=9, skipped=3)


def test_a_reader_that_leaves_out_what_is_scarce_is_found(pytester: pytest.Pytester) -> None:
    shown = files()
    drifted = shown["shelf"].replace("WHERE copies < 2", "WHERE copies = 1")
    assert drifted != shown["shelf"]
    pytester.makepyfile(**{**shown, "shelf": drifted})

    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

    result.stdout.fnmatch_lines(["*QRY-01 what a reader gives agrees with what was committed*"])

"""The page on readers runs as it is written."""

from __future__ import annotations

import pytest
from pages import files, holds, run

PAGE = "readers.md"


def test_the_reader_of_the_page_holds(pytester: pytest.Pytester) -> None:
    result = run(pytester, files(PAGE))

    holds(result, 9)


def test_a_reader_that_leaves_out_what_is_scarce_is_found(pytester: pytest.Pytester) -> None:
    shown = files(PAGE)
    drifted = shown["shelf"].replace("WHERE copies < 2", "WHERE copies = 1")
    assert drifted != shown["shelf"]

    result = run(pytester, {**shown, "shelf": drifted})

    result.stdout.fnmatch_lines(["*QRY-01 what a reader gives agrees with what was committed*"])

"""What the pages on mappers, comparison and strategies show is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from corpus_page import PAGE, written

from dovetail import strategies
from dovetail.catalogue import kind

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["compare.md", "strategies.md"])
def test_the_code_runs(page: str) -> None:
    """All blocks of the page, one after the other, with their assertions."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert blocks
    with strategies.registered({}):
        exec(compile("\n".join(blocks), page, "exec", dont_inherit=True), {"__name__": "page"})


def test_the_page_on_mappers_lists_every_clause() -> None:
    """In the order of the catalogue, with its title."""
    rows = [f"| {clause.id} | {clause.title} |" for clause in kind("mapper")]
    assert "\n".join(rows) in (DOCS / "mappers.md").read_text(encoding="utf-8")


def test_the_corpus_in_the_documentation_is_the_corpus() -> None:
    """Renewed by `python tests/docs/corpus_page.py`."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == written(page)

"""The page on fakes runs as it is written."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from pages import run

from dovetail import ContractError

PAGE = Path(__file__).parents[2] / "docs" / "fakes.md"


def blocks(language: str) -> str:
    """The fenced blocks of the page in that language."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return "\n".join(text for each, text in fenced if each == language)


def test_the_page_runs(pytester: pytest.Pytester) -> None:
    """Its service, the service's tests, and every clause on its fake."""
    outcomes = run(pytester, {"test_page": blocks("python")}).parseoutcomes()
    assert outcomes["passed"] > 15
    assert not {"failed", "errors"} & set(outcomes)


def test_the_page_shows_the_message_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a query whose predicate is not stated."""
    unstated = re.sub(r"    queries = .*\n", "", blocks("python"))
    (tmp_path / "page_without_queries.py").write_text(unstated, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    page = importlib.import_module("page_without_queries")
    with pytest.raises(ContractError) as caught:
        page.BookingRepositoryContract.fake().find_on(3)
    assert f"{caught.value}\n" == blocks("")

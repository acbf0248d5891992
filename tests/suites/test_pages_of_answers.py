"""Which answers are pages: what holds one list, and perhaps a total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, NewType, TypeVar

import pytest

from dovetail.suites.calls.pages import read_page

T = TypeVar("T")


@dataclass
class Page(Generic[T]):
    items: list[T]
    total: int


def test_a_page_of_a_generic_class() -> None:
    page = read_page(Page[str], lambda _, hint: hint is str)

    assert page is not None
    assert (page.items, page.total, page.item) == ("items", "total", str)


@pytest.mark.parametrize("hint", [NewType("Number", str), T, int | None, str, None, Any, list[int]], ids=str)
def test_no_page(hint: Any) -> None:
    """Whatever an operation answers with may be asked about."""
    assert read_page(hint, lambda *_: True) is None

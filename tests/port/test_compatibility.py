"""Annotations of an adapter beside those of its port."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import pydantic
import pytest

from dovetail.port.compatibility import is_subtype

T = TypeVar("T")


class Page(pydantic.BaseModel, Generic[T]):
    entries: tuple[T, ...] = ()


class Numbered(Page[T], Generic[T]):
    number: int = 1


@pytest.mark.parametrize(
    ("narrow", "wide", "fits"),
    [
        (Page, Page[Any], True),
        (Page[Any], Page, True),
        (list[Page[Any]], list[Page], True),  # type: ignore[type-arg]
        (list[Page], list[Page[Any]], True),  # type: ignore[type-arg]
        (Page[bool], Page[int], True),
        (Page[int], Page[str], False),
        (Numbered, Page, True),
        (Page, Numbered, False),
    ],
)
def test_a_model_of_pydantic_is_generic_like_any_class(narrow: Any, wide: Any, fits: bool) -> None:
    """The class that pydantic makes for `Page[int]` is a subclass of `Page`, and `Page` none of it."""
    assert (is_subtype(narrow, wide) is not False) == fits

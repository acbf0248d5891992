"""Whether what two writers left behind is one change upon the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from dovetail.suites.concurrency.merging import explained
from dovetail.values import picture


@dataclass
class Line:
    id: int
    text: str


@dataclass
class Note:
    title: str = "t"
    author: str = "a"
    steps: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    extra: dict[str, int] = field(default_factory=dict)


def told(one: dict[str, Any], other: dict[str, Any], now: dict[str, Any], but: Sequence[str] = ()) -> bool:
    """Whether what is stored now is explained, given what each writer changed of an empty note."""
    return explained(
        picture(Note()), [picture(Note(**one)), picture(Note(**other))], picture(replace(Note(), **now)), but
    )


@pytest.mark.parametrize(
    ("one", "other", "now"),
    [
        ({"title": "1"}, {"author": "2"}, {"title": "1", "author": "2"}),
        ({"title": "1"}, {"title": "2", "author": "2"}, {"title": "1", "author": "2"}),
        ({"tags": {"1"}}, {"tags": {"2"}}, {"tags": {"1", "2"}}),
        ({"lines": [Line(1, "")]}, {"lines": [Line(2, "")]}, {"lines": [Line(2, ""), Line(1, "")]}),
        ({"extra": {"k": 1}}, {"extra": {"k": 2}, "title": "2"}, {"extra": {"k": 1}, "title": "2"}),
        ({"extra": {"k": 1}}, {"extra": {"l": 2}}, {"extra": {"k": 1, "l": 2}}),
        ({"steps": ["1"]}, {"author": "2"}, {"steps": ["1"], "author": "2"}),
        ({"steps": ["1"]}, {"steps": ["2"]}, {"steps": ["1", "2"]}),
        ({"steps": ["1"]}, {"steps": ["2", "3"]}, {"steps": ["1", "3"]}),
        ({"lines": [Line(1, "1")]}, {"lines": [Line(1, "2"), Line(2, "2")]}, {"lines": [Line(1, "1"), Line(2, "2")]}),
    ],
)
def test_one_change_upon_the_other(one: dict[str, Any], other: dict[str, Any], now: dict[str, Any]) -> None:
    """Attribute by attribute, and element by element where elements can be told apart."""
    assert told(one, other, now)
    assert told(other, one, now)


@pytest.mark.parametrize(
    ("one", "other", "now"),
    [
        ({"title": "1"}, {"author": "2"}, {}),
        ({"title": "1", "author": "1"}, {"title": "2", "author": "2"}, {"title": "1", "author": "2"}),
        ({"title": "1", "steps": ["1"]}, {"title": "2", "steps": ["2"]}, {"title": "1", "steps": ["2"]}),
        ({"title": "1", "steps": ["1"]}, {"title": "2", "steps": ["2"]}, {"title": "1", "steps": ["1", "2", "3"]}),
        ({"lines": [Line(1, "")]}, {"title": "2", "lines": [Line(2, "")]}, {"title": "2"}),
        ({"tags": {"1"}}, {"tags": {"2"}}, {"tags": {"3"}}),
    ],
)
def test_what_is_mixed_up_or_lost(one: dict[str, Any], other: dict[str, Any], now: dict[str, Any]) -> None:
    """Part of one change, and part of the other."""
    assert not told(one, other, now)
    assert not told(other, one, now)


def test_what_is_not_compared() -> None:
    """As a tolerance says."""
    assert not told({"title": "1"}, {"author": "2"}, {"title": "3", "author": "2"})
    assert told({"title": "1"}, {"author": "2"}, {"title": "3", "author": "2"}, but=["title"])

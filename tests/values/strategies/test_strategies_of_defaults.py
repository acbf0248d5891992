"""Optional parameters are left out as often as given, and what nothing forbids comes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import uuid4

import annotated_types
import attrs
import pytest
from drawing import many
from pydantic import BaseModel, Field

from dovetail.values import code
from dovetail.values.strategies import for_type


@dataclass
class Draft:
    id: str = "a key"
    status: str = "draft"
    token: str = field(default_factory=lambda: str(uuid4()))
    tags: list[str] = field(default_factory=list)


@attrs.define
class Sketch:
    title: str
    status: str = attrs.field(default="sketch")


class Note:
    def __init__(self, text: str, status: str = "note") -> None:
        if not text:
            raise ValueError("a note says something")
        self.text, self.status = text, status


@pytest.mark.parametrize(("cls", "default"), [(Draft, "draft"), (Sketch, "sketch"), (Note, "note")])
def test_an_optional_parameter_is_left_out_as_often_as_given(cls: Any, default: str) -> None:
    drawn = [one.status for one in many(for_type(cls), 200)]

    assert 50 < drawn.count(default) < 150


class Diary(BaseModel):
    owner: str
    pages: list[str] = Field(default_factory=list)


def test_a_model_that_remembers_what_it_was_given_is_made_without_its_collections_too() -> None:
    """It is written as it was made, or whoever copies the scenario would not see what `exclude_unset` loses."""
    drawn = many(for_type(Diary), 120)
    bare = [one for one in drawn if "pages" not in one.model_fields_set]

    assert 3 < len(bare) < 60
    assert not any(one.pages or ", pages=" in code(one) for one in bare)


def test_what_identifies_an_object_is_always_given() -> None:
    """Two of one example would share a default; and what is made anew each time could not be drawn again."""
    drawn = many(for_type(Draft), 100)

    assert sum(one.id == "a key" for one in drawn) == 0
    assert sum(len(one.token) == 36 for one in drawn) < 50


def test_floats_that_are_no_numbers_come_where_nothing_forbids_them() -> None:
    drawn = many(for_type(float), 600)

    assert any(map(math.isnan, drawn))
    assert {math.inf, -math.inf} <= set(drawn)


@pytest.mark.parametrize("hint", [Annotated[float, annotated_types.Ge(0)], Annotated[float, annotated_types.Le(9)]])
def test_a_bound_forbids_nan(hint: Any) -> None:
    assert not any(map(math.isnan, many(for_type(hint), 300)))


def test_ordinary_floats_are_finite() -> None:
    assert all(map(math.isfinite, many(for_type(float, extremes=False), 300)))

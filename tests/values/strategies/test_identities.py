"""Two children with one id are nothing that a repository has to keep."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NewType
from uuid import UUID

import pytest
from drawing import many
from hypothesis import given, settings
from hypothesis import strategies as st

from dovetail.values.strategies import for_field, for_type

LineId = NewType("LineId", str)


@dataclass(frozen=True)
class Key:
    value: int


@dataclass
class Line:
    id: LineId
    sku: str


@dataclass
class Leg:
    leg_id: Key


@dataclass
class Grade:
    """Has an id of which there are not enough."""

    id: bool


@dataclass
class Trip:
    id: UUID
    lines: list[Line]
    legs: dict[str, Leg]
    first: Line | None
    grades: list[Grade]


def test_ids_of_children_differ_within_an_example() -> None:
    """Within one aggregate and between two, though the corpus is short and simple values come often."""

    @settings(max_examples=60, database=None, deadline=None)
    @given(st.lists(for_type(Trip), min_size=2, max_size=3), st.data())
    def check(trips: list[Trip], data: st.DataObject) -> None:
        added = data.draw(for_field(Line, Trip, "line"))
        lines = [added, *(line for trip in trips for line in (*trip.lines, *([trip.first] if trip.first else [])))]
        assert max(Counter(line.id for line in lines).values()) == 1
        legs = Counter(leg.leg_id for trip in trips for leg in trip.legs.values())
        assert not legs or max(legs.values()) == 1

    check()


def test_an_id_of_few_values_is_drawn_as_it_is() -> None:
    """There are no more than two booleans."""
    assert any(len(trip.grades) > 2 for trip in many(for_type(Trip)))


def test_the_aggregate_itself_may_have_any_id() -> None:
    """Whether two of them agree is for the suite to say."""
    drawn = many(st.lists(for_type(Line), min_size=6, max_size=6), 40)
    assert any(len({line.id for line in lines}) < 6 for lines in drawn)


@pytest.mark.parametrize("examples", [30])
def test_every_example_starts_anew(examples: int) -> None:
    """The simplest id is free in each."""
    drawn = many(for_type(Trip), examples)
    assert max(Counter(line.id for trip in drawn for line in trip.lines).values()) > 1

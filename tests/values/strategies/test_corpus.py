"""The table of hostile values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from drawing import drawn_of, many, simplest

from dovetail.values.strategies import corpus, for_type, ordinary


@dataclass
class Quartet:
    a: str
    b: str
    c: str
    d: str


TABLES = [
    *((kind, one, True) for kind, specimens in corpus.HOSTILE.items() for one in specimens),
    *((kind, one, False) for kind, specimens in corpus.EXTREME.items() for one in specimens),
]


@pytest.mark.parametrize(("kind", "specimen", "common"), TABLES, ids=lambda one: ascii(getattr(one, "value", one))[:20])
def test_a_specimen_is_of_its_type_says_why_it_is_there_and_is_where_it_belongs(
    kind: Any, specimen: Any, common: bool
) -> None:
    """What a store must keep is hostile; what it may refuse is extreme."""
    assert type(specimen.value) is kind
    assert len(specimen.catches) > 10
    assert ordinary(specimen.value) is common


@pytest.mark.parametrize("kind", corpus.HOSTILE, ids=lambda kind: kind.__name__)
def test_every_specimen_is_drawn(kind: Any) -> None:
    """Sooner or later, and no table is so long that it takes forever."""
    drawn = {repr(one) for one in drawn_of(kind, 300)}
    wanted = {repr(one) for one in (*corpus.hostile(kind), *corpus.extreme(kind))}
    assert len(wanted - drawn) <= len(wanted) // 4


def test_text_has_no_surrogates() -> None:
    """No encoding takes them."""
    assert all(one.encode() or not one for one in drawn_of(str, 300))


@pytest.mark.parametrize("kind", [float, Decimal])
def test_numbers_are_finite(kind: Any) -> None:
    """What every store must keep is finite; a Decimal is so always, for nothing compares with one that is none."""
    assert all(math.isfinite(one) for one in many(for_type(kind, extremes=kind is Decimal), 300))


@pytest.mark.parametrize(
    ("kind", "expected"), [(str, ""), (int, 0), (bool, False), (list[int], []), (bytes, b""), (str | None, None)]
)
def test_values_shrink_to_the_simplest(kind: Any, expected: Any) -> None:
    """A corpus value is not what is left over at the end."""
    assert simplest(for_type(kind)) == expected


def test_random_values_come_beside_the_corpus() -> None:
    """About every fourth value of an object is of the table."""
    drawn = [text for one in many(for_type(Quartet, extremes=False), 100) for text in (one.a, one.b, one.c, one.d)]
    hostile = sum(text in corpus.hostile(str) for text in drawn)
    assert 60 < hostile < 240

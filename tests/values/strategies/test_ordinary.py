"""Values that every store must keep, told from those that a column may rightly refuse."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import pytest

from dovetail.values.strategies import ordinary


@dataclass
class Box:
    value: Any
    other: Any = None


class Slotted:
    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value


class Size(Enum):
    HUGE = 10**30


Pair = namedtuple("Pair", "a b")
ORDINARY: list[Any] = [
    None,
    True,
    0,
    -(2**31),
    "",
    "a" * 64,
    "é",
    b"x" * 1024,
    1.5,
    Decimal("999999.99"),
    Decimal("0.5"),
    UUID(int=5),
]
ORDINARY += [date(1900, 1, 1), datetime(2200, 1, 1, tzinfo=UTC), time(1), timedelta(days=1), Size.HUGE, list(range(50))]
EXTREME: list[Any] = [2**31, "a" * 65, "a\x00b", "😀", b"x" * 1025, float("inf"), float("nan"), 1e-9, -0.0, 1e300]
EXTREME += [Decimal(1_000_000), Decimal("0.001"), Decimal("-0"), Decimal("1E+2"), Decimal("NaN"), date(1899, 12, 31)]
EXTREME += [datetime(2201, 1, 1, tzinfo=UTC), timedelta(days=40_000), list(range(51)), {i: i for i in range(51)}]


@pytest.mark.parametrize("value", ORDINARY, ids=repr)
def test_values_that_columns_hold_are_ordinary(value: Any) -> None:
    """Wherever they stand."""
    assert ordinary(value)
    assert ordinary(Box({"key": [Slotted(Pair(value, (value,)))]}))


@pytest.mark.parametrize("value", EXTREME, ids=lambda value: repr(value)[:20])
def test_values_that_columns_may_refuse_are_found_at_any_depth(value: Any) -> None:
    """In fields, private ones too, in collections and their keys."""
    assert not ordinary(value)
    assert not ordinary(Box(1, [{"key": Slotted(Pair(1, (value,)))}]))
    if not isinstance(value, list | dict):
        assert not ordinary({value: 1})


def test_an_object_that_holds_itself_is_looked_at_once() -> None:
    """A child may refer to its parent."""
    box = Box(1)
    box.other = box
    assert ordinary(box)

"""What a picture and a comparison cost a leaf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from time import process_time
from typing import Any

import attrs
import pydantic
import pytest

from dovetail.values import compare, leaves, picture

OBJECTS = 1_000
RUNS = 7


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str


@dataclass
class Line:
    sku: str
    quantity: int
    price: Money


@attrs.define
class Event:
    name: str
    version: int
    at: datetime


class Document(pydantic.BaseModel):
    name: str
    version: int
    at: datetime


def lines() -> Any:
    return [Line(f"s{number}", number, Money(Decimal(number) / 100, "EUR")) for number in range(OBJECTS)]


def events() -> Any:
    return [
        Event(f"s{number}", number, datetime(2020, 1, 1, 0, 0, number % 60, tzinfo=UTC)) for number in range(OBJECTS)
    ]


def documents() -> Any:
    return [Document(**{name: getattr(event, name) for name in ("name", "version", "at")}) for event in events()]


def rows() -> Any:
    return [{"sku": f"s{number}", "tags": ["a", "b"], "price": {"amount": 1.5}} for number in range(OBJECTS)]


def prices() -> Any:
    return {Money(Decimal(number), "EUR") for number in range(OBJECTS)}


MAKES = [lines, events, documents, rows, prices]


def microseconds_a_leaf(value: object, work: Callable[[], object]) -> float:
    """The processor time of the best of some runs, which is the one that was least disturbed."""
    count = sum(1 for _ in leaves(value))

    def seconds() -> float:
        started = process_time()
        work()
        return process_time() - started

    return min(seconds() for _ in range(RUNS)) / count * 1e6


@pytest.mark.parametrize("make", MAKES)
def test_a_picture_costs_at_most_3_microseconds_a_leaf(make: Callable[[], Any]) -> None:
    """Taking a picture before each step of a scenario is affordable."""
    value = make()

    assert microseconds_a_leaf(value, lambda: picture(value)) < 3


@pytest.mark.parametrize("make", MAKES)
def test_a_comparison_costs_at_most_5_microseconds_a_leaf(make: Callable[[], Any]) -> None:
    """Comparing two values that nothing tells apart, which is the longest way."""
    one, other = make(), make()
    assert compare(one, other) is None

    limit = 5 if make is not prices else 10  # a set of objects costs a hash of each as well
    assert microseconds_a_leaf(one, lambda: compare(one, other)) < limit

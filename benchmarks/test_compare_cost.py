"""What a picture and a comparison cost a leaf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import pydantic
import pytest

from dovetail.values import compare, leaves, picture

OBJECTS = 1_000


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


@pytest.mark.parametrize("make", MAKES)
def test_a_picture(make: Callable[[], Any], benchmark: Any) -> None:
    """What a picture costs a leaf, in microseconds: see `extra_info`."""
    value = make()

    benchmark(picture, value)

    benchmark.extra_info["microseconds a leaf"] = _a_leaf(benchmark, value)


@pytest.mark.parametrize("make", MAKES)
def test_a_comparison(make: Callable[[], Any], benchmark: Any) -> None:
    """What it costs a leaf to compare two values that nothing tells apart, which is the longest way."""
    one, other = make(), make()

    assert benchmark(compare, one, other) is None

    benchmark.extra_info["microseconds a leaf"] = _a_leaf(benchmark, one)


def _a_leaf(benchmark: Any, value: object) -> float:
    return round(benchmark.stats.stats.min / sum(1 for _ in leaves(value)) * 1e6, 2)

"""What annotations say of a value is kept to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

import annotated_types as at
import msgspec
import pydantic
import pytest
from drawing import many

from dovetail.values.strategies import for_type
from dovetail.values.strategies.limits import Limits, limits
from dovetail.values.strategies.numbers import decimals

Positive = Annotated[int, at.Gt(0)]


@pytest.mark.parametrize(
    ("hint", "holds"),
    [
        (Positive, lambda one: one > 0),
        (Annotated[int, at.Interval(ge=3, lt=6)], lambda one: 3 <= one < 6),
        (Annotated[int, at.Ge(10**12)], lambda one: one >= 10**12),
        (Annotated[int, at.Le(-(10**12))], lambda one: one <= -(10**12)),
        (Annotated[int, at.Gt(2), at.Lt(4)], lambda one: one == 3),
        (Annotated[int, at.MultipleOf(7)], lambda one: one % 7 == 0),
        (Annotated[int, at.Predicate(lambda one: one % 2 == 0)], lambda one: one % 2 == 0),
        (Annotated[Positive, at.Lt(5)], lambda one: 0 < one < 5),
        (Annotated[Decimal, at.Gt(0), at.Lt(1)], lambda one: 0 < one < 1),
        (Annotated[Decimal, at.Gt(Decimal("0.001")), at.Lt(Decimal("0.002"))], lambda one: Decimal("0.001") < one),
        (Annotated[Decimal, at.MultipleOf(Decimal("0.05"))], lambda one: one % Decimal("0.05") == 0),
        (Annotated[float, at.Ge(0), at.Le(1)], lambda one: 0 <= one <= 1),
        (Annotated[float, at.Gt(1e12)], lambda one: one > 1e12),
        (Annotated[str, at.Len(2, 3)], lambda one: 2 <= len(one) <= 3),
        (Annotated[str, at.MinLen(90)], lambda one: len(one) >= 90),
        (Annotated[bytes, at.MaxLen(2)], lambda one: len(one) <= 2),
        (Annotated[list[int], at.Len(1, 2)], lambda one: 1 <= len(one) <= 2),
        (Annotated[tuple[int, ...], at.MinLen(6)], lambda one: len(one) >= 6),
        (Annotated[set[str], at.MaxLen(1)], lambda one: len(one) <= 1),
        (Annotated[dict[str, int], at.MinLen(1)], lambda one: len(one) >= 1),
        (list[Annotated[int, at.Ge(0)]], lambda one: all(each >= 0 for each in one)),
        (Annotated[date, at.Ge(date(2020, 1, 1))], lambda one: one >= date(2020, 1, 1)),
        (Annotated[timedelta, at.Gt(timedelta(0))], lambda one: one > timedelta(0)),
        (Annotated[int | None, at.Gt(0)], lambda one: one is None or one > 0),
        (Annotated[str, msgspec.Meta(pattern=r"^[a-f]{3}-\d+$")], lambda one: re.search(r"^[a-f]{3}-[0-9]+$", one)),
        (Annotated[str, pydantic.StringConstraints(min_length=2, pattern="^x")], lambda one: one[0] == "x" < one),
        (Annotated[str, pydantic.Field(max_length=4)], lambda one: len(one) <= 4),
        (pydantic.PositiveInt, lambda one: one > 0),
        (pydantic.condecimal(max_digits=4, decimal_places=1), lambda one: one == one.quantize(Decimal("0.1"))),
    ],
    ids=lambda value: re.sub(r" at 0x[0-9a-f]+", "", str(value)),
)
def test_values_keep_to_their_annotation(hint: Any, holds: Any) -> None:
    """Those of the corpus too, and without losing examples."""
    drawn = many(for_type(hint), 60)
    assert all(map(holds, drawn))
    assert len(drawn) >= 50 or len(set(map(repr, drawn))) < 5


def test_a_column_of_a_fixed_scale_gives_all_its_places_and_no_sign_of_zero() -> None:
    """`NUMERIC(10, 2)` gives 0.00 for 0 and for -0; the falsy value is among those that every run tries."""
    recipe = decimals(Limits(scale=2, max_digits=10))

    assert str(recipe.hostile[0]) == "0.00"
    for each in (*recipe.hostile, *recipe.extreme, *many(recipe.ordinary, 30)):
        assert each.as_tuple().exponent == -2
        assert each or not each.is_signed()


@dataclass
class Shelf:
    size: Annotated[int, at.Gt(0)]
    names: list[Annotated[str, at.MinLen(1)]]


def test_fields_keep_to_their_annotation() -> None:
    """At any depth."""
    drawn = many(for_type(Shelf), 60)
    assert all(one.size > 0 and all(one.names) for one in drawn)


def test_unknown_metadata_says_nothing() -> None:
    """Documentation, dependencies, whatever else is put there."""
    assert limits(["a text", 3, object, object()]) == Limits()
    assert not Limits()


def test_limits_add_up() -> None:
    """Those beside an annotation and those inside of it."""
    assert limits([at.Le(4)], limits([at.Ge(1)])) == Limits(ge=1, le=4)


def test_what_cannot_be_compared_is_not_within_limits() -> None:
    """A predicate may raise, too."""
    assert not Limits(gt=0).allows("a")
    assert not Limits(predicates=(lambda one: one / 0,)).allows(1)

"""What a database may hold in a column that no mapper ever wrote there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from dovetail.port import MISSING
from dovetail.suites.mapper.columns import column_of
from dovetail.suites.mapper.places import Place, is_leaf, places

GARBAGE = "???"
ABSENT: Any = object()
"""Stands for a key that is left out."""

_POSITION = re.compile(r"(^|_)(position|pos|index|idx|ordinal|ord|order|sequence|seq|rank|number|no|nr|line)$")


@dataclass(frozen=True, slots=True)
class Corruption:
    """A value that is put into one place of a model.

    Attributes:
        place: the place.
        value: the value, or `ABSENT`.
        declared: whether the model's declaration says that this cannot be: then only a value made up counts.
    """

    place: Place
    value: Any
    declared: bool = False


def corruptions(model: Any, hint: Any, tables: list[Any]) -> Iterator[Corruption]:
    """What may be wrong with each column of a model, in the order of its columns."""
    found = [each for each in places(model, hint) if is_leaf(each.value) and each.steps]
    for place in found:
        if _is_position(place, [each.value for each in found if each.pattern == place.pattern]):
            continue
        column = column_of(model, place, tables)
        for value in _values(place.value):
            yield Corruption(place, value)
        if not place.steps[-1].attribute and place.hint is MISSING and column is None and isinstance(place.name, str):
            yield from _undeclared(place)
        elif column is None and place.value is not None and not isinstance(place.value, str):
            yield Corruption(place, None, declared=place.hint is not MISSING and not place.optional)
        elif place.value is not None and (column.nullable if column is not None else place.optional):
            yield Corruption(place, None)


def _values(value: Any) -> tuple[Any, ...]:
    """Values of the declared type, that a row may hold and the domain may not know."""
    if isinstance(value, Enum | bool):
        return ()
    if isinstance(value, str):
        return (GARBAGE, "")
    if isinstance(value, int):
        return (-1, 0, 2**31 - 1, -(2**31))
    if isinstance(value, Decimal):
        return (Decimal(-1), Decimal(0))
    return (-1.0,) if isinstance(value, float) else ()


def _undeclared(place: Place) -> Iterator[Corruption]:
    """What may be in a plain dictionary, of which nothing is declared."""
    if place.value is not None:
        yield Corruption(place, None)
    if isinstance(place.value, int | float | Decimal) and not inspect.isclass(place.value):
        yield Corruption(place, GARBAGE)
    if isinstance(place.steps[-1].key, str):
        yield Corruption(place, ABSENT)


def _is_position(place: Place, siblings: list[Any]) -> bool:
    """Whether a number only says which place an element has among its like: the mapper counts anew."""
    if type(place.value) is not int or not any(not step.attribute for step in place.steps):
        return False
    numbers = sorted(each for each in siblings if type(each) is int)
    counted = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted or bool(_POSITION.search(place.name.lower()))

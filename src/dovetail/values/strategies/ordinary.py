"""Tell values that every store must keep from those that a column may rightly refuse."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from dovetail.values.shape import Kind, shape_of

_TEXT, _BYTES, _ITEMS = 64, 1024, 50
_YEARS = range(1900, 2201)


def ordinary(value: Any) -> bool:
    """Whether nothing in an object graph is a value that a database column may rightly refuse.

    Such values are integers beyond 32 bits, text of more than 64 characters, with NUL or beyond the basic plane,
    decimals of a million or more or with more than two places, numbers that are not finite, dates outside 1900 to 2200,
    bytes over a kilobyte and collections of more than 50.
    """
    seen: dict[int, Any] = {}  # each is kept, so that no other one gets its id
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type | Enum) or id(one) in seen:
            continue
        if not _leaf_ordinary(one):
            return False
        seen[id(one)] = one
        waiting.extend(_inside(one))
    return True


def _leaf_ordinary(one: Any) -> bool:
    match one:
        case bool() | None:
            return True
        case int():
            return -(2**31) <= one < 2**31
        case str():
            return len(one) <= _TEXT and all("\x00" < character <= "\uffff" for character in one)
        case bytes() | bytearray():
            return len(one) <= _BYTES
        case float():
            return math.isfinite(one) and (one == 0 or 1e-6 < abs(one) < 1e15) and str(one) != "-0.0"
        case Decimal():
            return _decimal_ordinary(one)
        case dt.date():
            return one.year in _YEARS
        case dt.timedelta():
            return abs(one) < dt.timedelta(days=24_000)
        case Mapping() | list() | tuple() | set() | frozenset():
            return len(one) <= _ITEMS
        case _:
            return True


def _decimal_ordinary(one: Decimal) -> bool:
    exponent = one.as_tuple().exponent
    if not isinstance(exponent, int):
        return False
    return -2 <= exponent <= 0 and abs(one) < 10**6 and not (one == 0 and one.is_signed())


def _inside(one: Any) -> Iterable[Any]:
    shape = shape_of(type(one))
    if shape is None:
        return ()
    names, parts = shape.read(one)
    return (*names, *parts) if shape.kind is Kind.TABLE else parts

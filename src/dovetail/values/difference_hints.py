"""A few words on what probably happened to a value that is not as expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from dovetail.records.mapped_state import Unreadable
from dovetail.values.leaf import form, same_leaf
from dovetail.values.literals import class_name
from dovetail.values.picture import Node
from dovetail.values.quantities import decimal_of, same_moment, wall_clock

_SHORTEST_COLUMN = 10  # a shorter text that another one begins with is likely another value: '0' and '00'

NormalForm = Literal["NFC", "NFD", "NFKC", "NFKD"]
Explain = Callable[[Any, Any], str | None]


def difference_hint(expected: object, got: object) -> str | None:
    """What probably happened to `expected` on its way to `got`; None when nothing sensible can be said."""
    if type(got) is Unreadable:
        return f"reading it raises {got.error}"
    if type(expected) is not Node and type(got) is not Node:
        for kinds, explain in _EXPLANATIONS:
            found = explain(expected, got) if isinstance(expected, kinds) and isinstance(got, kinds) else None
            if found is not None:
                return found
    return _emptied(expected) if got is None else _retyped(expected, got)


def _emptied(expected: object) -> str | None:
    if type(expected) is Node:
        return None if expected.names or expected.parts else "what was empty became None"
    if isinstance(expected, (str, bytes)) and not isinstance(expected, Enum):
        return None if form(expected) not in {"", b""} else "what was empty became None"
    if type(expected) is bool:
        return None if expected else "False became None"
    number = decimal_of(expected)
    return "zero became None" if number is not None and number.is_zero() else None


def _retyped(expected: object, got: object) -> str | None:
    before, after = _type(expected), _type(got)
    if before is after or expected is None or before is Unreadable:
        return None
    if isinstance(expected, Enum) and same_leaf(expected._value_, got):
        return f"the member of {class_name(before)} became its value"
    names = class_name(before), class_name(after)
    if names[0] == names[1]:
        names = f"{before.__module__}.{names[0]}", f"{after.__module__}.{names[1]}"
    return f"type differs: {names[0]} became {names[1]}"


def _type(part: object) -> type:
    return part.cls if type(part) is Node else type(part)


def _datetimes(expected: datetime, got: datetime) -> str | None:
    before, after = expected.utcoffset(), got.utcoffset()
    wall, other = wall_clock(expected), wall_clock(got)
    if before is None and after is None:
        return _cut(wall, other)
    if before is None:
        return "a time zone was added"
    if after is None:
        return "the time zone was lost"
    if before == after:
        return _cut(wall, other)
    if same_moment(expected, got):
        return "same instant, other zone"
    return "same wall clock, other zone: another instant" if wall == other else None


def _cut(wall: datetime, other: datetime) -> str | None:
    if wall == other:
        return None
    if wall.replace(microsecond=0) == other:
        return "microseconds lost"
    to_milliseconds = wall.replace(microsecond=wall.microsecond // 1000 * 1000)
    return "microseconds cut to milliseconds" if to_milliseconds == other else None


def _dates(expected: date, got: date) -> str | None:
    if isinstance(expected, datetime) and not isinstance(got, datetime) and form(expected.date()) == form(got):
        return "the time of day was lost"
    return None


def _numbers(expected: Any, got: Any) -> str | None:
    before, after = decimal_of(expected), decimal_of(got)
    if before is None or after is None or before.is_nan() or after.is_nan():
        return None
    if before == after:
        if type(expected) is not type(got):
            return f"equal as numbers, the type differs: {_name(expected)} became {_name(got)}"
        sign_differs = before.is_signed() != after.is_signed()
        return f"equal as numbers, the {'sign of zero' if sign_differs else 'scale'} differs"
    both_decimal = isinstance(expected, Decimal) and isinstance(got, Decimal)
    return _rounded(before, after) if both_decimal and before.is_finite() and after.is_finite() else None


def _name(value: object) -> str:
    return class_name(type(value))


def _rounded(before: Decimal, after: Decimal) -> str | None:
    exponents = int(before.as_tuple().exponent), int(after.as_tuple().exponent)
    try:
        is_near = exponents[0] < exponents[1] and abs(before - after) < Decimal(1).scaleb(exponents[1])
    except ArithmeticError:  # numbers too large for the context
        return None
    return f"rounded to {max(-exponents[1], 0)} decimal places" if is_near else None


def _texts(expected: str, got: str) -> str | None:
    before, after = str.__str__(expected), str.__str__(got)
    if before == after:
        return None
    for explanation, change in _TEXT_CHANGES.items():
        if change(before) == after:
            return explanation
    cut = len(after) >= _SHORTEST_COLUMN and before.startswith(after)
    return f"cut to {len(after)} of {len(before)} characters" if cut else None


def _normalised(to: NormalForm) -> Callable[[str], str]:
    def change(text: str) -> str:
        return unicodedata.normalize(to, text)

    return change


_NORMAL_FORMS: tuple[NormalForm, ...] = ("NFC", "NFD", "NFKC", "NFKD")
_TEXT_CHANGES: dict[str, Callable[[str], str]] = {
    "trailing whitespace lost": str.rstrip,
    "leading whitespace lost": str.lstrip,
    "surrounding whitespace lost": str.strip,
    "NUL characters lost": lambda text: text.replace("\0", ""),
    "cut at the first NUL": lambda text: text.partition("\0")[0],
    "line ends changed": lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
    **{f"text normalised ({to})": _normalised(to) for to in _NORMAL_FORMS},
    "changed to lower case": str.lower,
    "changed to upper case": str.upper,
    "changed to title case": str.title,
    "case folded": str.casefold,
    "characters outside of ASCII lost": lambda text: text.encode("ascii", "ignore").decode(),
    "characters outside of ASCII replaced": lambda text: text.encode("ascii", "replace").decode(),
    "lone surrogates replaced": lambda text: text.encode("utf-8", "replace").decode(),
}

_EXPLANATIONS: tuple[tuple[Any, Explain], ...] = (
    (datetime, _datetimes),
    (date, _dates),
    ((int, float, Decimal), _numbers),
    (str, _texts),
)

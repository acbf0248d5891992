"""One line that helps to see why two parts differ."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from dovetail.values.leaf import leaf_base, same_leaf
from dovetail.values.literals import class_name
from dovetail.values.picture import Node

if TYPE_CHECKING:
    from collections.abc import Callable


def clue(expected: object, got: object) -> str | None:
    """What probably happened to `expected` on its way to `got`; None when nothing sensible can be said."""
    if type(expected) is not Node and type(got) is not Node:
        for kinds, explain in _CLUES:
            if isinstance(expected, kinds) and isinstance(got, kinds):
                found = explain(expected, got)
                if found:
                    return found
    if got is None and _is_empty(expected):
        return "empty became None"
    return _type_clue(expected, got)


def _is_empty(part: object) -> bool:
    return not part.parts if isinstance(part, Node) else leaf_base(type(part)) is not Enum and not part


def shown_type(part: object) -> type:
    """The type of the value that a part pictures."""
    return part.cls if isinstance(part, Node) else type(part)


def _type_clue(expected: object, got: object) -> str | None:
    before, after = shown_type(expected), shown_type(got)
    if before is after or expected is None or got is None:
        return None
    if isinstance(expected, Enum) and same_leaf(expected._value_, got):
        return f"the member of {class_name(before)} became its value"
    names = class_name(before), class_name(after)
    if names[0] == names[1]:
        names = f"{before.__module__}.{names[0]}", f"{after.__module__}.{names[1]}"
    return f"type differs: {names[0]} became {names[1]}"


def _datetimes(expected: datetime, got: datetime) -> str | None:
    before, after = expected.utcoffset(), got.utcoffset()
    wall, other_wall = expected.replace(tzinfo=None, fold=0), got.replace(tzinfo=None, fold=0)
    if before is not None and after is None:
        return "the time zone was lost"
    if before is None and after is not None:
        return "a time zone was added"
    if before is not None and after is not None and before != after:
        if wall - before == other_wall - after:
            return "same instant, other zone"
        return "same wall clock, other zone: another instant" if wall == other_wall else None
    if wall.replace(microsecond=0) == other_wall:
        return "microseconds lost"
    if wall.replace(microsecond=wall.microsecond // 1000 * 1000) == other_wall:
        return "microseconds cut to milliseconds"
    return None


def _dates(expected: date, got: date) -> str | None:
    if isinstance(expected, datetime) and not isinstance(got, datetime) and expected.date() == got:
        return "the time of day was lost"
    return None


def _numbers(expected: Any, got: Any) -> str | None:
    if expected != expected or got != got or isinstance(expected, bool) or isinstance(got, bool):
        return None
    if expected == got:
        if not expected and isinstance(expected, Decimal) and str(expected)[0] != str(got)[0]:
            return "equal as numbers, the sign of zero differs"
        if type(expected) is not type(got):
            before, after = class_name(type(expected)), class_name(type(got))
            return f"equal as numbers, the type differs: {before} became {after}"
        return "equal as numbers, the scale differs"
    if isinstance(expected, Decimal) and isinstance(got, Decimal) and expected.is_finite() and got.is_finite():
        exponent = got.as_tuple().exponent
        if isinstance(exponent, int) and exponent > int(expected.as_tuple().exponent):
            if abs(expected - got) <= Decimal(1).scaleb(exponent):
                return f"rounded to {max(-exponent, 0)} decimal places"
    return None


def _texts(expected: str, got: str) -> str | None:
    if str.__eq__(expected, got):
        return None
    for explanation, change in _TEXT_CHANGES.items():
        if str.__ne__(change(expected), expected) and str.__eq__(change(expected), got):
            return explanation
    if got and str.startswith(expected, got):
        return f"cut to {len(got)} of {len(expected)} characters"
    return None


_TEXT_CHANGES: dict[str, Callable[[str], str]] = {
    "trailing whitespace lost": str.rstrip,
    "leading whitespace lost": str.lstrip,
    "surrounding whitespace lost": str.strip,
    **{
        f"text normalised ({form})": lambda text, form=form: unicodedata.normalize(form, text)  # type: ignore[misc]
        for form in ("NFC", "NFD", "NFKC", "NFKD")
    },
    "changed to lower case": str.lower,
    "changed to upper case": str.upper,
    "case folded": str.casefold,
    "changed to title case": str.title,
    "line ends changed": lambda text: text.replace("\r\n", "\n").replace("\r", "\n"),
    "NUL characters lost": lambda text: text.replace("\0", ""),
    "cut at the first NUL": lambda text: text.partition("\0")[0],
    "characters outside of ASCII lost": lambda text: text.encode("ascii", "ignore").decode(),
    "characters outside of ASCII replaced": lambda text: text.encode("ascii", "replace").decode(),
    "lone surrogates replaced": lambda text: text.encode("utf-8", "replace").decode(),
}

_CLUES: tuple[tuple[Any, Callable[[Any, Any], str | None]], ...] = (
    (datetime, _datetimes),
    (date, _dates),
    ((int, float, Decimal), _numbers),
    (str, _texts),
)

"""Valid values for a column of which nothing is known but its type, each another one."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from typing import Any

from dovetail.suites.migration.schema.schema import Column

_FAR = 1_000_000  # beyond the ids that a sequence gives to what migrations insert by themselves
_BEYOND_INTEGER = 5_000_000_000  # what bigint has room for, and integer has not
_SMALLINT = 20_000
_LONG = 300  # of text without a limit
_TEXTS = ("plain {}", "O'Neil; -- {}", "Zoë ß {}", "  100% {}  ")
_DIGITS = "29371468"  # behind a point: none of them may get lost
_LENGTH = re.compile(r"\((\d+)(?:,\s*(\d+))?\)")
_TEXT = ("char", "text", "clob")
_INTEGER = ("int", "serial")
_SMALL_INTEGER = ("smallint", "smallserial", "tinyint")
_BIG_INTEGER = ("bigint", "bigserial", "int8")
_DECIMAL = ("numeric", "decimal", "real", "double", "float", "money")
_NUMBER = (*_INTEGER, *_DECIMAL)
_BOOLEAN = ("bool",)


class Manner(enum.Enum):
    """Which values a row has."""

    ORDINARY = "ordinary"
    FEW = "as few as may be"
    EMPTY = "0, false and empty text"
    WIDE = "what the type at head has no room for"


def value_of(
    column: Column, number: int, dialect: str, *, place: int = 0, manner: Manner = Manner.ORDINARY, small: bool = False
) -> Any:
    """A value that the column takes; text on PostgreSQL, which knows the column's type by itself.

    Args:
        column: the column.
        number: which value of the many: each gives another one, as far as the type has so many.
        dialect: the database.
        place: which column of its table it is: no two of a row have the same value, and later ones have later dates.
        manner: which values are wanted, where the type has such.
        small: whether numbers have to be small ones.
    """
    if column.labels:
        return column.labels[number % len(column.labels)]
    kind = column.type.lower()
    made = _special(kind, number, manner)
    if made is None and small and _is(kind, _NUMBER):
        made = number % 5 + 1 if _is(kind, _INTEGER) else _ordinary(kind, number % 5 + 1, 0)
    if made is None:
        made = _ordinary(kind, number, place)
    return made if dialect == "sqlite" else _literal(made)


def has_room(column: Column, later: Column) -> bool:
    """Whether the type that a column has later takes what the one that it has now takes, as far as sizes go."""
    now, then = column.type.lower(), later.type.lower()
    if column.labels or later.labels:
        return True
    if _is(now, _BIG_INTEGER):
        return not _is(then, _INTEGER) or _is(then, _BIG_INTEGER)
    size, room = _LENGTH.search(now), _LENGTH.search(then)
    if is_text(now) and is_text(then):
        return room is None or (size is not None and int(size[1]) <= int(room[1]))
    return True


def is_text(kind: str) -> bool:
    """Whether a type keeps text."""
    return _is(kind.lower(), _TEXT)


def _is(kind: str, words: tuple[str, ...]) -> bool:
    base = kind.partition("(")[0].strip().replace("interval", "time")  # which is no int
    return any(word in (kind if word == "json" else base) for word in words) and not kind.endswith("[]")


def _special(kind: str, number: int, manner: Manner) -> Any:
    """A value of an unusual manner; None where the type has none."""
    if manner is Manner.WIDE:
        if _is(kind, _BIG_INTEGER):
            return _BEYOND_INTEGER + number
        if is_text(kind):
            size = _LENGTH.search(kind)
            length = int(size[1]) if size else _LONG
            return str(number)[-length:].rjust(length, "x")
    if manner is Manner.EMPTY:
        for words, empty in ((_NUMBER, 0), (_BOOLEAN, False), (_TEXT, "")):
            if _is(kind, words):
                return empty
    return None


def _ordinary(kind: str, number: int, place: int) -> Any:
    if kind.endswith("[]"):
        return "{}"
    size = _LENGTH.search(kind)
    for words, make in _KINDS:
        if _is(kind, words):
            return make(number, place, size)
    return _text(kind, number, place, size)


def _decimal(number: int, place: int, size: re.Match[str] | None) -> float:
    """A number that uses the digits behind the point: what rounds it loses some."""
    if size is None:
        return number + 1000 * place + 0.25
    digits, scale = int(size[1]), int(size[2] or 0)
    whole: int = (number + 7 * place) % 10 ** max(digits - scale, 0)
    return round(whole + float(f"0.{_DIGITS[:scale]}"), scale)


def _text(kind: str, number: int, place: int, size: re.Match[str] | None) -> str:
    length = int(size[1]) if size else (1 if kind.strip() in {"char", "character"} else 255)
    if length == 32:  # as UUIDs are kept where there is no type for them
        return f"5d0f000000004000800000{place % 256:02x}{number:08x}"
    text = _TEXTS[number % len(_TEXTS)].format(f"{number}{chr(ord('a') + place % 26)}")
    return text if len(text) <= length else str(number)[-length:].rjust(min(length, 6), "x")


def _literal(made: Any) -> str:
    if isinstance(made, bytes):
        return made.decode()
    if isinstance(made, bool):
        return "true" if made else "false"
    return str(made)


_Make = Callable[[int, int, "re.Match[str] | None"], Any]
_KINDS: tuple[tuple[tuple[str, ...], _Make], ...] = (
    (_BOOLEAN, lambda number, place, size: number % 2 == 0),
    (("uuid",), lambda number, place, size: f"5d0f0000-0000-4000-8000-{place % 256:02x}{number:010x}"),
    (("json",), lambda number, place, size: f'{{"a": {number + 1000 * place}}}'),
    (_SMALL_INTEGER, lambda number, place, size: _SMALLINT + (number + 400 * place) % 12_000),
    (_INTEGER, lambda number, place, size: _FAR + number + 10_000 * place),
    (
        ("timestamp", "datetime"),
        lambda number, place, size: f"2021-{place % 12 + 1:02}-04 05:{number // 60 % 60:02}:{number % 60:02}",
    ),
    (("date",), lambda number, place, size: f"{2010 + number // 28 % 80}-{place % 12 + 1:02}-{number % 28 + 1:02}"),
    (("time",), lambda number, place, size: f"{place % 24:02}:{number // 60 % 60:02}:{number % 60:02}"),
    (("bytea", "blob", "binary"), lambda number, place, size: b"\\x%02x" % ((number + 37 * place) % 256)),
    (("inet", "cidr"), lambda number, place, size: f"10.{place % 256}.{number // 256 % 256}.{number % 256}"),
    (_DECIMAL, _decimal),
)
"""By words in the name of a type, the first that fits: what makes a value of it."""

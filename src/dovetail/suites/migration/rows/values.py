"""Valid values for a column of which nothing is known but its type, each another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from dovetail.suites.migration.schema.schema import Column

_FAR = 1_000_000  # beyond the ids that a sequence gives to what migrations insert by themselves
_SMALL = 20_000
_TEXTS = ("plain {}", "O'Neil; -- {}", "Zoë ß {}", "  100% {}  ")
_LENGTH = re.compile(r"\((\d+)(?:,\s*(\d+))?\)")


def value_of(column: Column, number: int, dialect: str) -> Any:
    """A value that the column takes; text on PostgreSQL, which knows the column's type by itself.

    Args:
        column: the column.
        number: which value of the many: each gives another one, as far as the type has so many.
        dialect: the database.
    """
    if column.labels:
        return column.labels[number % len(column.labels)]
    made = _made(column.type.lower(), number)
    return made if dialect == "sqlite" or made is None else _literal(made)


def _made(kind: str, number: int) -> Any:
    base = kind.partition("(")[0].strip()
    if kind.endswith("[]"):
        return "{}"
    for words, make in _KINDS:
        if any(word in (kind if word == "json" else base) for word in words):
            return make(base, _LENGTH.search(kind), number)
    return _text(base, _LENGTH.search(kind), number)


def _decimal(size: re.Match[str] | None, number: int) -> float:
    if size is None:
        return number + 0.25
    digits, scale = int(size[1]), int(size[2] or 0)
    whole: int = number % 10 ** max(digits - scale, 0)
    return round(whole + (0.25 if scale > 1 else 0), scale)


def _text(base: str, size: re.Match[str] | None, number: int) -> str:
    length = int(size[1]) if size else (1 if base in {"char", "character"} else 255)
    if length == 32:  # as UUIDs are kept where there is no type for them
        return f"5d0f000000004000800000{number:010x}"
    text = _TEXTS[number % len(_TEXTS)].format(number)
    if len(text) <= length:
        return text
    return str(number)[-length:].rjust(min(length, 6), "x")


def _literal(made: Any) -> str:
    if isinstance(made, bytes):
        return made.decode()
    if isinstance(made, bool):
        return "true" if made else "false"
    return str(made)


_KINDS: tuple[tuple[tuple[str, ...], Callable[[str, re.Match[str] | None, int], Any]], ...] = (
    (("bool",), lambda base, size, number: number % 2 == 0),
    (("uuid",), lambda base, size, number: f"5d0f0000-0000-4000-8000-{number:012x}"),
    (("json",), lambda base, size, number: f'{{"a": {number}}}'),
    (("interval",), lambda base, size, number: f"{number % 24:02}:00:00"),
    (("smallint", "smallserial", "tinyint"), lambda base, size, number: number + _SMALL),
    (("int", "serial"), lambda base, size, number: number + _FAR),
    (("timestamp", "datetime"), lambda base, size, number: f"2021-03-04 05:{number // 60 % 60:02}:{number % 60:02}"),
    (
        ("date",),
        lambda base, size, number: f"{2010 + number // 28 % 80}-06-{number % 28 + 1:02}",
    ),
    (("time",), lambda base, size, number: f"05:{number // 60 % 60:02}:{number % 60:02}"),
    (("bytea", "blob", "binary"), lambda base, size, number: b"\\x%02x" % (number % 256)),
    (("inet", "cidr"), lambda base, size, number: f"10.0.{number // 256 % 256}.{number % 256}"),
    (("numeric", "decimal", "real", "double", "float", "money"), lambda base, size, number: _decimal(size, number)),
)
"""By words in the name of a type, the first that fits: what makes a value of it."""

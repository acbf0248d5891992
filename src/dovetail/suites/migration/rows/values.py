"""Valid values for a column of which nothing is known but its type, each another one."""

from __future__ import annotations

import re
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
    size = _LENGTH.search(kind)
    if kind.endswith("[]"):
        return "{}"
    if "bool" in base:
        return number % 2 == 0
    if "uuid" in base:
        return f"5d0f0000-0000-4000-8000-{number:012x}"
    if "json" in kind:
        return f'{{"a": {number}}}'
    if "interval" in base:
        return f"{number % 24:02}:00:00"
    if "int" in base or "serial" in base:
        return number + (_SMALL if "small" in base or "tiny" in base else _FAR)
    if "timestamp" in base or "datetime" in base:
        return f"2021-03-04 05:{number // 60 % 60:02}:{number % 60:02}"
    if base == "date":
        return f"20{number // 336 % 80 + 10}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    if base.startswith("time"):
        return f"05:{number // 60 % 60:02}:{number % 60:02}"
    if "bytea" in base or "blob" in base or "binary" in base:
        return b"\\x%02x" % (number % 256)
    if "inet" in base or "cidr" in base:
        return f"10.0.{number // 256 % 256}.{number % 256}"
    if any(word in base for word in ("numeric", "decimal", "real", "double", "float", "money")):
        return _decimal(size, number)
    return _text(base, size, number)


def _decimal(size: re.Match[str] | None, number: int) -> float:
    if size is None:
        return number + 0.25
    digits, scale = int(size[1]), int(size[2] or 0)
    return round(number % 10 ** max(digits - scale, 0) + (0.25 if scale > 1 else 0), scale)


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

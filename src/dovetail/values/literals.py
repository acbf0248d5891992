"""Leaves as pasteable Python."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, Flag
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dovetail.values.leaf import form, leaf_base, opaque

if TYPE_CHECKING:
    from collections.abc import Callable

_LONG_TEXT = 60


def class_name(cls: type) -> str:
    """The name by which a class is written, without the function it may be defined in."""
    return cls.__qualname__.rpartition("<locals>.")[2]


def literal(leaf: object) -> str:
    """The Python text of a leaf."""
    cls = type(leaf)
    base = leaf_base(cls)
    if base is None:
        return opaque(leaf)
    text = _WRITERS.get(base, opaque)(leaf)
    if cls is base or base in _NAMED:
        return text
    return f"{class_name(cls)}({text})" if base in _WRAPPED else class_name(cls) + text[text.index("(") :]


def _text(value: str | bytes) -> str:
    """A text; one that repeats itself is written as a product."""
    if len(value) > _LONG_TEXT:
        for size in range(1, 9):
            unit, times = value[:size], len(value) // size
            if unit * times == value[: size * times]:
                rest = value[size * times :]
                return f"{unit!r} * {times}" + (f" + {rest!r}" if rest else "")
    return repr(value)


def _float(value: float) -> str:
    text = float.__repr__(value)
    return text if text[-1].isdigit() else f"float('{text}')"


def _zone(zone: tzinfo) -> str:
    if zone is UTC:
        return "timezone.utc"
    if isinstance(zone, timezone):
        return f"timezone({_timedelta(zone.utcoffset(None))})"
    if isinstance(zone, ZoneInfo):
        return f"ZoneInfo({zone.key!r})"
    return opaque(zone)


def _arguments(numbers: list[int], required: int) -> list[str]:
    while len(numbers) > required and not numbers[-1]:
        numbers.pop()
    return [str(number) for number in numbers]


def _zone_and_fold(value: datetime | time) -> list[str]:
    zone = [f"tzinfo={_zone(value.tzinfo)}"] if value.tzinfo is not None else []
    return zone + (["fold=1"] if value.fold else [])


def _datetime(value: datetime) -> str:
    clock = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
    return f"datetime({', '.join(_arguments(clock, 3) + _zone_and_fold(value))})"


def _time(value: time) -> str:
    clock = [value.hour, value.minute, value.second, value.microsecond]
    return f"time({', '.join(_arguments(clock, 1) + _zone_and_fold(value))})"


def _timedelta(value: timedelta) -> str:
    units = {"days": value.days, "hours": value.seconds // 3600, "minutes": value.seconds // 60 % 60}
    units |= {"seconds": value.seconds % 60, "microseconds": value.microseconds}
    shown = [f"{unit}={number}" for unit, number in units.items() if number]
    return f"timedelta({', '.join(shown) or '0'})"


def _enum(value: Enum) -> str:
    name = class_name(type(value))
    if isinstance(value, Flag):
        parts = [f"{name}.{member._name_}" for member in type(value) if member._value_ & value._value_]
        return " | ".join(parts) or f"{name}({value._value_!r})"
    return f"{name}.{value._name_}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    Enum: _enum,
    type: class_name,
    types.FunctionType: lambda function: function.__qualname__.rpartition("<locals>.")[2],
    types.BuiltinFunctionType: lambda function: function.__qualname__,
    types.ModuleType: lambda module: module.__name__,
    bool: repr,
    int: int.__repr__,
    float: _float,
    complex: complex.__repr__,
    str: lambda value: _text(str.__str__(value)),
    bytes: lambda value: _text(bytes.__bytes__(value)),
    Decimal: lambda value: f"Decimal('{Decimal.__str__(value)}')",
    datetime: _datetime,
    date: lambda value: f"date({value.year}, {value.month}, {value.day})",
    time: _time,
    timedelta: _timedelta,
    UUID: lambda value: f"UUID('{UUID.__str__(value)}')",
    Fraction: lambda value: f"Fraction({value.numerator}, {value.denominator})",
    PurePath: lambda value: f"{class_name(type(value))}({form(value)!r})",
    ZoneInfo: _zone,
    timezone: _zone,
}
_NAMED = frozenset({Enum, type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, PurePath})
_WRAPPED = frozenset({int, float, complex, str, bytes})

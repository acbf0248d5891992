"""Leaves as pasteable Python."""

from __future__ import annotations

import re
import types
import weakref
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, Flag
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from dovetail.records.mapped_state import Unreadable
from dovetail.values.leaf import form, leaf_base, opaque

if TYPE_CHECKING:
    from collections.abc import Callable

Text = TypeVar("Text", str, bytes)

_MANY_BITS = 2_000
# A unit of a few characters, many times.
_RUN: dict[type, re.Pattern[Any]] = {
    str: re.compile(r"(.{1,8}?)\1{19,}", re.DOTALL),
    bytes: re.compile(rb"(.{1,8}?)\1{19,}", re.DOTALL),
}
_PUBLIC_NAMES: dict[type, str] = {
    types.MappingProxyType: "MappingProxyType",
    weakref.ref: "weakref.ref",
    types.MethodType: "MethodType",
}


def class_name(cls: type) -> str:
    """The name by which a class is written, without the function it may be defined in."""
    return _PUBLIC_NAMES.get(cls) or local_name(cls.__qualname__)


def local_name(qualified: str) -> str:
    """A qualified name without the function that it may be local to."""
    return qualified.rpartition("<locals>.")[2]


def literal(leaf: object, width: int | None = None) -> str:
    """The Python text of a leaf; a text longer than `width` is cut."""
    cls = type(leaf)
    base = leaf_base(cls)
    if base is None:
        return opaque(leaf)
    value: Any = form(leaf)
    text = _text(value, width) if base in _TEXTS else _WRITERS.get(base, opaque)(leaf)
    if cls is base or base not in _CALLED:
        return text
    own_name = class_name(cls)
    return f"{own_name}({text})" if base in _BARE else own_name + text[text.index("(") :]


def _text(value: Text, width: int | None) -> str:
    """A text; what repeats itself in it is written as a product."""
    pieces, at = [], 0
    for run in _RUN[type(value)].finditer(value):
        pieces += [_cut(value[at : run.start()], width), f"{run[1]!r} * {len(run[0]) // len(run[1])}"]
        at = run.end()
    pieces.append(_cut(value[at:], width))
    return " + ".join(piece for piece in pieces if piece not in {"''", "b''"}) or pieces[0]


def _cut(value: Text, width: int | None) -> str:
    if width is None or len(value) <= width:
        return repr(value)
    shown = repr(value[:width])
    return f"{shown[:-1]}…{shown[-1]}"


def _float(value: float) -> str:
    text = float.__repr__(value)
    return text if text[-1].isdigit() else f"float('{text}')"


def _integer(value: int) -> str:
    """An integer in digits; Python refuses to write more than some thousands of them but in hexadecimal."""
    return int.__repr__(value) if int.bit_length(value) < _MANY_BITS else int.__format__(value, "#x")


def _zone(zone: tzinfo) -> str:
    if zone is timezone.utc:  # noqa: UP017 - the name that stands in the text
        return "timezone.utc"
    if isinstance(zone, timezone):
        return f"timezone({_timedelta(zone.utcoffset(None))})"
    return f"ZoneInfo({zone.key!r})" if isinstance(zone, ZoneInfo) else opaque(zone)


def _clock(numbers: list[int], required: int) -> list[str]:
    while len(numbers) > required and not numbers[-1]:
        numbers.pop()
    return [str(number) for number in numbers]


def _zone_and_fold(value: datetime | time) -> list[str]:
    zone = [f"tzinfo={_zone(value.tzinfo)}"] if value.tzinfo is not None else []
    return zone + ["fold=1"] * value.fold


def _datetime(value: datetime) -> str:
    numbers = [value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond]
    return f"datetime({', '.join(_clock(numbers, 3) + _zone_and_fold(value))})"


def _time(value: time) -> str:
    numbers = [value.hour, value.minute, value.second, value.microsecond]
    return f"time({', '.join(_clock(numbers, 1) + _zone_and_fold(value))})"


def _timedelta(value: timedelta) -> str:
    units = {"days": value.days, "hours": value.seconds // 3600, "minutes": value.seconds // 60 % 60}
    units |= {"seconds": value.seconds % 60, "microseconds": value.microseconds}
    shown = [f"{unit}={number}" for unit, number in units.items() if number]
    return f"timedelta({', '.join(shown) or '0'})"


def _enum(value: Enum) -> str:
    name = class_name(type(value))
    if not isinstance(value, Flag):
        return f"{name}.{value._name_}"
    members = [member for member in type(value) if member._value_ & value._value_]
    return " | ".join(f"{name}.{member._name_}" for member in members) or f"{name}({value._value_!r})"


_ADDRESSES: tuple[type, ...] = (IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network)
_WRITERS: dict[type, Callable[[Any], str]] = {
    Enum: _enum,
    type: class_name,
    types.FunctionType: lambda function: local_name(function.__qualname__),
    types.BuiltinFunctionType: lambda function: str(function.__qualname__),
    types.ModuleType: lambda module: str(module.__name__),
    bool: repr,
    int: _integer,
    float: _float,
    complex: complex.__repr__,
    Decimal: lambda value: f"Decimal('{Decimal.__str__(value)}')",
    datetime: _datetime,
    date: lambda value: f"date({value.year}, {value.month}, {value.day})",
    time: _time,
    timedelta: _timedelta,
    UUID: lambda value: f"UUID('{UUID.__str__(value)}')",
    Fraction: lambda value: f"Fraction({_integer(value.numerator)}, {_integer(value.denominator)})",
    PurePath: lambda value: f"{class_name(type(value))}({form(value)!r})",
    ZoneInfo: _zone,
    timezone: _zone,
    Unreadable: lambda value: f"<cannot be read: {value.error}>",
    **{cls: lambda value: f"{type(value).__name__}('{value}')" for cls in _ADDRESSES},
}
_TEXTS = frozenset({str, bytes})
_BARE = frozenset({int, float, complex, str, bytes})
_CALLED = _BARE | {Decimal, datetime, date, time, timedelta, UUID, Fraction}

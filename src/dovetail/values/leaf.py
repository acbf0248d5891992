"""When two leaves are the same value.

Every leaf has a form: a plain hashable value that two leaves of one type share exactly when they are the same. A form
is read through the leaf's builtin base, so that no user-defined `__eq__`, `__hash__` or `__str__` is called.
"""

from __future__ import annotations

import logging
import re
import types
from collections.abc import Callable, Hashable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, Flag
from fractions import Fraction
from io import IOBase
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from operator import attrgetter
from os import fspath
from pathlib import PurePath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from dovetail.records.mapped_state import Unreadable

Form = Callable[[Any], Hashable]

PLAIN = frozenset({type(None), bool, int, str, bytes, date, timedelta, UUID, Fraction, range, type(...)})
"""Types whose own equality is already the right one."""

DRESSABLE = frozenset(
    {int, float, complex, str, bytes, Decimal, datetime, date, time, timedelta, UUID, Fraction, PurePath}
)
"""Leaf types whose subclasses may add attributes that count."""

_read_clock = attrgetter("hour", "minute", "second", "microsecond")
_read_date = attrgetter("year", "month", "day")
_address = re.compile(r" at 0x[0-9a-fA-F]+")


def _float(value: float) -> Hashable:
    exact = float.__float__(value)
    return exact if exact == exact else "nan"  # noqa: PLR0124 - only NaN differs from itself


def _complex(value: complex) -> Hashable:
    return _float(value.real), _float(value.imag)


def _datetime(value: datetime) -> Hashable:
    return _read_date(value), _read_clock(value), value.utcoffset()


def _time(value: time) -> Hashable:
    return _read_clock(value), value.utcoffset()


def _enum(value: Enum) -> Hashable:
    return repr(value._value_) if isinstance(value, Flag) else id(value)


def _function(value: Any) -> Hashable:
    return value.__module__, value.__qualname__


def opaque(value: object) -> str:
    """What a value that shows no state says of itself, without its address; a plain `object()` is only itself."""
    if type(value) is object:
        return f"<object {id(value)}>"
    try:
        return _address.sub("", repr(value))
    except Exception:  # noqa: BLE001 - anything that `__repr__` raises
        return f"<{type(value).__qualname__}>"


_FORMS: dict[type, Form] = {
    Enum: _enum,
    type: id,
    types.FunctionType: _function,
    types.BuiltinFunctionType: _function,
    types.ModuleType: id,
    logging.Logger: id,
    IOBase: id,
    bool: bool,
    int: int.__int__,
    float: _float,
    complex: _complex,
    str: str.__str__,
    bytes: bytes.__bytes__,
    Decimal: Decimal.as_tuple,
    datetime: _datetime,
    date: _read_date,
    time: _time,
    timedelta: attrgetter("days", "seconds", "microseconds"),
    UUID: attrgetter("int"),
    Fraction: attrgetter("_numerator", "_denominator"),
    PurePath: fspath,
    re.Pattern: attrgetter("pattern", "flags"),
    ZoneInfo: attrgetter("key"),
    timezone: lambda zone: zone.utcoffset(None),
    slice: attrgetter("start", "stop", "step"),
    Unreadable: attrgetter("error"),
    IPv4Address: str,
    IPv4Interface: str,
    IPv4Network: str,
    IPv6Address: str,
    IPv6Interface: str,
    IPv6Network: str,
}

_form_of: dict[type, Form] = {cls: (lambda value: value) for cls in PLAIN}


def leaf_base(cls: type) -> type | None:
    """The known leaf type that a class is or inherits from; None when its objects are no leaves."""
    if issubclass(cls, Enum):
        return Enum  # before the `str` or `int` that its members may be as well
    base = next((base for base in cls.__mro__ if base in _FORMS), None)
    return cls if base is None and (cls in PLAIN or cls.__module__ == "typing") else base


def form(leaf: object) -> Hashable:
    """What two leaves of one type share exactly when they are the same value."""
    cls = type(leaf)
    known = _form_of.get(cls)
    if known is None:
        known = _form_of[cls] = _FORMS.get(leaf_base(cls) or cls, opaque)
    return known(leaf)


def same_leaf(one: object, other: object) -> bool:
    """Whether two leaves have one type and one value."""
    cls = type(one)
    if cls is not type(other):
        return False
    return one is other or (one == other if cls in PLAIN else form(one) == form(other))

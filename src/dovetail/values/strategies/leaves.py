"""Recipes of the types that are not made of other types."""

from __future__ import annotations

import datetime as dt
import decimal
import ipaddress
import math
import pathlib
import uuid
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dovetail.values.strategies import corpus, ladders
from dovetail.values.strategies.limits import Limits
from dovetail.values.strategies.recipe import Recipe, Strategy

_BMP = st.characters(min_codepoint=1, max_codepoint=0xFFFF, exclude_categories=("Cs",))
_ASCII = st.characters(min_codepoint=32, max_codepoint=126)


def text(limits: Limits, name: str) -> Recipe:
    """Text without surrogates; long, astral and NUL-bearing text is extreme."""
    if limits.pattern is not None:
        return _filtered((st.from_regex(limits.pattern).filter(is_encodable),), str, limits, ())
    least = limits.min_length
    most = min(40, limits.max_length) if limits.max_length is not None else 40
    most = max(least, most)
    bases = (
        st.text(_ASCII, min_size=least, max_size=most),
        st.text(_BMP, min_size=least, max_size=most),
    )
    return _filtered(bases, str, limits, ladders.texts(name))


def is_encodable(value: str) -> bool:
    """Whether a text has no surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in value)


def integers(limits: Limits, name: str) -> Recipe:
    """Integers of 32 bits; larger ones are extreme."""
    low, high = _whole(limits, -(2**31), 2**31 - 1)
    step = limits.multiple_of
    if step is not None and step >= 1:
        base = st.integers(-(-low // step), high // step).map(lambda count: count * step)
        return _filtered((base,), int, limits, ladders.INTS)
    near = max(low, min(0, high))
    return _filtered((st.integers(near, min(near + 120, high)), st.integers(low, high)), int, limits, ladders.INTS)


def _whole(limits: Limits, low: int, high: int) -> tuple[int, int]:
    """The least and the greatest integer within the limits, from defaults that give way to them."""
    bounds_low = [math.ceil(limits.ge)] if limits.ge is not None else []
    bounds_low += [math.floor(limits.gt) + 1] if limits.gt is not None else []
    bounds_high = [math.floor(limits.le)] if limits.le is not None else []
    bounds_high += [math.ceil(limits.lt) - 1] if limits.lt is not None else []
    low = max(bounds_low, default=min(low, *bounds_high) if bounds_high else low)
    high = min(bounds_high, default=max(high, low + 1000))
    return low, high


def decimals(limits: Limits, name: str) -> Recipe:
    """Decimals of up to two places below a million; finer and larger ones are extreme."""
    places = min(2, limits.decimal_places) if limits.decimal_places is not None else 2
    unit = Decimal(1).scaleb(-places)
    most = Decimal(10) ** (min(8, limits.max_digits or 8) - places) - unit
    low, high = _decimal_bounds(limits, -most, most, unit)
    bases = [ladders.cents(int((low / unit).to_integral_value(decimal.ROUND_CEILING)), int(high / unit), places)]
    if low <= 0 <= high and places:
        bases.insert(0, st.integers(math.ceil(low), min(120, math.floor(high))).map(Decimal))
    return _filtered(tuple(bases), Decimal, limits, ladders.DECIMALS)


def _decimal_bounds(limits: Limits, low: Decimal, high: Decimal, unit: Decimal) -> tuple[Decimal, Decimal]:
    if (bound := limits.ge if limits.ge is not None else limits.gt) is not None:
        low = Decimal(str(bound)) + (unit if limits.gt is not None else 0)
    if (bound := limits.le if limits.le is not None else limits.lt) is not None:
        high = Decimal(str(bound)) - (unit if limits.lt is not None else 0)
        low = min(low, high)
    return low, max(low, high)


def floats(limits: Limits, name: str) -> Recipe:
    """Finite floats of a size that 15 digits hold; others are extreme."""
    low = limits.ge if limits.ge is not None else limits.gt
    high = limits.le if limits.le is not None else limits.lt
    low = float(low) if low is not None else min(-1e9, (float(high) if high is not None else 0.0) - 1e9)
    high = float(high) if high is not None else max(1e9, low + 1e9)
    exact = st.floats(low, high, exclude_min=limits.gt is not None, exclude_max=limits.lt is not None)
    tidy = exact.map(_tidied)
    return _filtered((tidy,), float, limits, ladders.FLOATS)


def _tidied(value: float) -> float:
    """Without the values that lose digits in a column: very small ones and the negative zero."""
    return 0.0 if abs(value) < 1e-6 else value


def binary(limits: Limits, name: str) -> Recipe:
    """Bytes."""
    most = limits.max_length if limits.max_length is not None else max(20, limits.min_length)
    return _filtered((st.binary(min_size=limits.min_length, max_size=most),), bytes, limits, ())


def uuids(limits: Limits, name: str) -> Recipe:
    """Random UUIDs of version 4, and the corner ones."""
    return _filtered((st.uuids(version=4),), uuid.UUID, limits, ())


def dates(limits: Limits, name: str) -> Recipe:
    """Dates of 1900 to 2200."""
    first, last = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
    base = st.dates(first, last)
    past, future = st.dates(dt.date(1970, 1, 1), dt.date(2020, 1, 1)), st.dates(dt.date(2100, 1, 1), last)
    return _filtered((base,), dt.date, limits, (past, future))


def times(limits: Limits, name: str) -> Recipe:
    """Times of day, naive."""
    return _filtered((st.times(),), dt.time, limits, (st.times(dt.time(8), dt.time(18)),))


def timedeltas(limits: Limits, name: str) -> Recipe:
    """Durations of up to about three years either way."""
    span = dt.timedelta(days=1000)
    positive = st.timedeltas(dt.timedelta(microseconds=1), span)
    rungs = (positive, st.timedeltas(dt.timedelta(minutes=1), dt.timedelta(hours=8)))
    return _filtered((st.timedeltas(-span, span),), dt.timedelta, limits, rungs)


def booleans(limits: Limits, name: str) -> Recipe:
    """False and True."""
    return Recipe.plain(st.booleans())


LEAVES: dict[type, Callable[[Limits, str], Recipe]] = {
    str: text,
    int: integers,
    float: floats,
    Decimal: decimals,
    bool: booleans,
    bytes: binary,
    uuid.UUID: uuids,
    dt.date: dates,
    dt.time: times,
    dt.timedelta: timedeltas,
}
OTHERS: dict[type, Strategy] = {
    type(None): st.none(),
    complex: st.complex_numbers(max_magnitude=1e6, allow_nan=False),
    bytearray: st.binary(max_size=20).map(bytearray),
    Fraction: st.fractions(max_denominator=1000),
    dt.timezone: st.sampled_from((dt.UTC, dt.timezone(dt.timedelta(hours=2)))),
    dt.tzinfo: st.sampled_from((dt.UTC, ZoneInfo("Europe/Berlin"))),
    ZoneInfo: st.sampled_from((ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"))),
    pathlib.Path: st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True).map(pathlib.Path),
    pathlib.PurePath: st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True).map(pathlib.PurePath),
    pathlib.PurePosixPath: st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True).map(pathlib.PurePosixPath),
    ipaddress.IPv4Address: st.ip_addresses(v=4),
    ipaddress.IPv6Address: st.ip_addresses(v=6),
}


def _filtered(bases: tuple[Strategy, ...], kind: type, limits: Limits, ladder: tuple[Strategy, ...]) -> Recipe:
    """A recipe of a leaf type; the bases keep simple bounds by themselves."""
    hostile, extreme = corpus.hostile(kind), corpus.extreme(kind)
    if not limits:
        return Recipe.leaf(*bases, ladder=ladder, hostile=hostile, extreme=extreme)
    return Recipe.leaf(
        *(base.filter(limits.allows) if limits.beyond_bounds else base for base in bases),
        ladder=[rung.filter(limits.allows) for rung in ladder],
        hostile=[value for value in hostile if limits.allows(value)],
        extreme=[value for value in extreme if limits.allows(value)],
    )

"""Recipes of the types that are not made of others; texts and datetimes have modules of their own."""

from __future__ import annotations

import datetime as dt
import ipaddress
import pathlib
import uuid
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dovetail.values.strategies.enumeration import Leaf
from dovetail.values.strategies.limited import limited
from dovetail.values.strategies.numbers import decimals, floats, integers
from dovetail.values.strategies.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from dovetail.values.strategies.limits import Limits
    from dovetail.values.strategies.recipe import Strategy

# Of more than 24 bits Hypothesis draws small numbers nearly always: so many steps are spread over a span of time.
_STEPS = 2**23


def _days(first: dt.date, last: dt.date) -> Strategy:
    """Dates, each by one choice: how far it is from the beginning of the century."""
    beginning = dt.date(2000, 1, 1)
    days = st.integers((first - beginning).days, (last - beginning).days)
    return days.map(lambda one: beginning + dt.timedelta(days=one))


def _clock(first: dt.timedelta, last: dt.timedelta) -> Strategy:
    """Times of day; without `fold`, which would say nothing of them, and which no column keeps."""
    return _durations(first, last - dt.timedelta(microseconds=1)).map(lambda one: (dt.datetime.min + one).time())


def _durations(first: dt.timedelta, last: dt.timedelta) -> Strategy:
    """Durations between two, the simplest nothing, or the first."""
    step = max((last - first) // _STEPS, dt.timedelta(microseconds=1))
    start = max(first, min(last, dt.timedelta(0)))
    return st.integers(-((start - first) // step), (last - start) // step).map(lambda count: start + count * step)


_DAYTIME = (_clock(dt.timedelta(hours=8), dt.timedelta(hours=18)),)
_PAST_AND_FUTURE = (_days(dt.date(1970, 1, 1), dt.date(2020, 1, 1)), _days(dt.date(2100, 1, 1), dt.date(2200, 12, 31)))
_LONG = dt.timedelta(days=1000)
_SPANS = (_durations(dt.timedelta(microseconds=1), _LONG), _durations(dt.timedelta(minutes=1), dt.timedelta(hours=8)))
_FRACTIONS = st.builds(Fraction, st.integers(-10_000, 10_000), st.integers(1, 1000))
_PATHS = st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True)

_VERSIONS = (st.uuids(version=1), st.uuids(version=5), st.uuids().map(lambda one: _of_version(one, 7)))


def _of_version(one: uuid.UUID, version: int) -> uuid.UUID:
    bits = one.int & ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=bits | version << 76 | 0x2 << 62)


def binary(limits: Limits) -> Recipe:
    most = max(20, limits.min_length) if limits.max_length is None else min(20, limits.max_length)
    return limited(bytes, limits, st.binary(min_size=limits.min_length, max_size=max(most, limits.min_length)))


def uuids(limits: Limits) -> Recipe:
    """Random UUIDs of version 4, and some that are special."""
    return limited(uuid.UUID, limits, st.uuids(version=4), _VERSIONS)


def dates(limits: Limits) -> Recipe:
    """Dates of the years 1900 to 2200."""
    return limited(
        dt.date, limits, _within(limits, _days(dt.date(1900, 1, 1), dt.date(2200, 12, 31))), _PAST_AND_FUTURE
    )


def times(limits: Limits) -> Recipe:
    """Times of day without a zone."""
    return limited(dt.time, limits, _within(limits, _clock(dt.timedelta(0), dt.timedelta(days=1))), _DAYTIME)


def timedeltas(limits: Limits) -> Recipe:
    """Durations of up to about three years, forwards and backwards."""
    return limited(dt.timedelta, limits, _within(limits, _durations(-_LONG, _LONG)), _SPANS)


def _within(limits: Limits, strategy: Strategy) -> Strategy:
    return strategy.filter(limits.allows) if limits else strategy


LEAVES: dict[type, Callable[[Limits], Recipe]] = {
    int: integers,
    float: floats,
    Decimal: decimals,
    bytes: binary,
    uuid.UUID: uuids,
    dt.date: dates,
    dt.time: times,
    dt.timedelta: timedeltas,
    Fraction: lambda limits: limited(Fraction, limits, _FRACTIONS),
}
OTHERS: dict[type, Strategy] = {
    type(None): st.none(),
    bool: st.booleans(),
    complex: st.complex_numbers(max_magnitude=1e6, allow_nan=False),
    bytearray: st.binary(max_size=20).map(bytearray),
    dt.timezone: st.sampled_from((dt.UTC, dt.timezone(dt.timedelta(hours=2)))),
    dt.tzinfo: st.sampled_from((dt.UTC, ZoneInfo("Europe/Berlin"))),
    ZoneInfo: st.sampled_from((ZoneInfo("UTC"), ZoneInfo("Europe/Berlin"))),
    pathlib.Path: _PATHS.map(pathlib.Path),
    pathlib.PurePath: _PATHS.map(pathlib.PurePath),
    pathlib.PurePosixPath: _PATHS.map(pathlib.PurePosixPath),
    ipaddress.IPv4Address: st.ip_addresses(v=4),
    ipaddress.IPv6Address: st.ip_addresses(v=6),
}
# What there is of types that have no more than that.
FEW: dict[type, Leaf] = {type(None): Leaf((None,)), bool: Leaf((False, True))}

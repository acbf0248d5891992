"""Datetimes of one kind: naive, in UTC, or in any zone.

One field never gets naive and aware values both: real code keeps to one of them, and a store may rightly refuse the
other.
"""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dovetail.introspection.clocks import Clock, clock
from dovetail.records.sqlalchemy import is_naive_column
from dovetail.values.strategies import corpus
from dovetail.values.strategies.limited import allowed
from dovetail.values.strategies.recipe import Recipe

if TYPE_CHECKING:
    from dovetail.values.strategies.limits import Limits
    from dovetail.values.strategies.recipe import Strategy
    from dovetail.values.strategies.type_paths import TypePath

_BEGINNING = dt.datetime(2000, 1, 1)
# Parts of a day. Of more than 24 bits Hypothesis draws small numbers nearly always, and every time would be midnight.
_TICKS = 2**24
_TICK = 24 * 3_600_000_000 // _TICKS
_ALL = (dt.datetime(1900, 1, 2), dt.datetime(2200, 12, 30))
_PAST = (dt.datetime(1970, 1, 1), dt.datetime(2020, 1, 1))
_FUTURE = (dt.datetime(2100, 1, 1), dt.datetime(2200, 12, 30))
_BERLIN = ZoneInfo("Europe/Berlin")
_ZONES = (*(dt.timezone(dt.timedelta(minutes=minutes)) for minutes in (120, -210, 330)), _BERLIN)


_SPECIMENS = {
    Clock.NAIVE: corpus.NAIVE_DATETIMES,
    Clock.UTC: corpus.UTC_DATETIMES,
    Clock.ZONED: (*corpus.UTC_DATETIMES, *corpus.ZONED_DATETIMES),
}


def clock_of(place: TypePath) -> Clock:
    """The kind of datetimes of a field: as its class fills it, else what its column keeps, else aware in any zone."""
    naive = place.owner is not None and is_naive_column(place.owner, place.name)
    return clock(place.owner, place.default) or (Clock.NAIVE if naive else Clock.ZONED)


def datetimes(clock: Clock, limits: Limits) -> Recipe:
    """Datetimes of one kind, of the years 1900 to 2200."""
    if limits.aware is not None and limits.aware == (clock is Clock.NAIVE):
        clock = Clock.ZONED if limits.aware else Clock.NAIVE
    values = [one.value for one in _SPECIMENS[clock]]
    ladder, others = _ladder(clock), _others(clock)
    if not limits:
        return Recipe.leaf(*_bases(clock), ladder=ladder, others=others, hostile=values)
    return Recipe.leaf(
        *(one.filter(limits.allows) for one in _bases(clock)),
        ladder=allowed(ladder, limits),
        others=() if limits.aware is not None else allowed(others, limits),
        hostile=[value for value in values if limits.allows(value)],
    )


def _bases(clock: Clock, span: tuple[dt.datetime, dt.datetime] = _ALL) -> list[Strategy]:
    first, last = ((moment - _BEGINNING).days for moment in span)
    days, ticks = st.integers(first, last), st.integers(0, _TICKS - 1)
    if clock is Clock.NAIVE:
        return [st.builds(_naive, days, ticks)]
    in_utc = st.builds(_in_utc, days, ticks)
    return [in_utc] if clock is Clock.UTC else [in_utc, st.builds(_placed, days, ticks, st.sampled_from(_ZONES))]


def _naive(days: int, ticks: int) -> dt.datetime:
    return _BEGINNING + dt.timedelta(days=days, microseconds=ticks * _TICK)


def _in_utc(days: int, ticks: int) -> dt.datetime:
    return _naive(days, ticks).replace(tzinfo=dt.UTC)


def _placed(days: int, ticks: int, zone: dt.tzinfo) -> dt.datetime:
    """The moment in a zone, converted from UTC, so that it is never a local time that the change of clocks skips."""
    return _in_utc(days, ticks).astimezone(zone)


@functools.cache
def _ladder(clock: Clock) -> tuple[Strategy, ...]:
    return tuple(st.one_of(*_bases(clock, span)) for span in (_PAST, _FUTURE))


@functools.cache
def _others(clock: Clock) -> tuple[Strategy, ...]:
    clocks = [one for one in Clock if one is not clock]
    return tuple(st.one_of(*_bases(other, span)) for span in (_ALL, _PAST, _FUTURE) for other in clocks)

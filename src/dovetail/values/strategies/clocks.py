"""Whether the datetimes of a field are naive or aware, and in which zones, read from evidence.

Naive and aware values are never mixed in one field: real code keeps to one, and a store may rightly refuse the other.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import inspect
import sys
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dovetail.values.strategies import corpus
from dovetail.values.strategies.limits import Limits
from dovetail.values.strategies.recipe import Recipe

_FIRST, _LAST = dt.datetime(1900, 1, 1), dt.datetime(2200, 12, 31)
_BERLIN = ZoneInfo("Europe/Berlin")
_OFFSETS = tuple(dt.timezone(dt.timedelta(minutes=minutes)) for minutes in (120, -210, 330))


class Clock(Enum):
    """The kind of datetimes that a field holds."""

    NAIVE = "naive"
    UTC = "aware, in UTC"
    ZONED = "aware, in any zone"


def clock(owner: type | None, default: Any) -> Clock:
    """Decide from a field's default, else from the calls in its owner's module; aware in any zone without evidence."""
    if isinstance(default, dt.datetime):
        if default.tzinfo is None:
            return Clock.NAIVE
        return Clock.UTC if default.utcoffset() == dt.timedelta(0) else Clock.ZONED
    return _clock_of_module(owner.__module__) if owner else Clock.ZONED


def recipe(kind: Clock, limits: Limits) -> Recipe:
    """Datetimes of one kind, within the limits and the years 1900 to 2200."""
    if limits.aware is not None and limits.aware == (kind is Clock.NAIVE):
        kind = Clock.ZONED if limits.aware else Clock.NAIVE
    values = tuple(one.value for one in _SPECIMENS[kind])
    if not limits:
        return Recipe.leaf(*_strategies(kind), hostile=values, ladder=_ladder(kind))
    allowed = tuple(value for value in values if limits.allows(value))
    return Recipe.leaf(*(one.filter(limits.allows) for one in _strategies(kind)), hostile=allowed, ladder=_ladder(kind))


_SPECIMENS = {
    Clock.NAIVE: corpus.NAIVE_DATETIMES,
    Clock.UTC: corpus.UTC_DATETIMES,
    Clock.ZONED: (*corpus.UTC_DATETIMES, *corpus.ZONED_DATETIMES),
}


def _strategies(kind: Clock, first: dt.datetime = _FIRST, last: dt.datetime = _LAST) -> tuple[Any, ...]:
    moments = st.datetimes(first, last)
    if kind is Clock.NAIVE:
        return (moments, moments.map(lambda moment: moment.replace(microsecond=0)))
    in_utc = moments.map(lambda moment: moment.replace(tzinfo=dt.UTC))
    if kind is Clock.UTC:
        return (in_utc, moments.map(lambda moment: moment.replace(microsecond=0, tzinfo=dt.UTC)))
    return (in_utc, st.builds(_placed, moments, st.sampled_from((*_OFFSETS, _BERLIN))))


def _placed(moment: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The moment in a zone, through UTC, so that no local time is one that the clocks leave out."""
    return moment.replace(tzinfo=dt.UTC).astimezone(zone)


def _ladder(kind: Clock) -> tuple[Any, ...]:
    past = (dt.datetime(1970, 1, 1), dt.datetime(2020, 1, 1))
    future = (dt.datetime(2100, 1, 1), _LAST)
    others = [one for one in Clock if one is not kind]
    return (
        *(st.one_of(*_strategies(kind, *span)) for span in (past, future)),
        *(st.one_of(*_strategies(other)) for other in others),
        *(st.one_of(*_strategies(other, *span)) for other in others for span in (past, future)),
    )


@functools.cache
def _clock_of_module(name: str) -> Clock:
    module = sys.modules.get(name)
    try:
        tree = ast.parse(inspect.getsource(module)) if module else None
    except (OSError, TypeError, SyntaxError):
        tree = None
    if tree is None:
        return Clock.ZONED
    found = {kind for node in ast.walk(tree) if isinstance(node, ast.Call | ast.Attribute) and (kind := _told_by(node))}
    if found == {Clock.NAIVE}:
        return Clock.NAIVE
    return Clock.UTC if found == {Clock.UTC} else Clock.ZONED


def _told_by(node: ast.Call | ast.Attribute) -> Clock | None:
    if isinstance(node, ast.Attribute):  # `default_factory=datetime.utcnow`, handed over uncalled
        return Clock.NAIVE if node.attr == "utcnow" else None
    name = ast.unparse(node.func)
    if name.endswith("datetime.now") or name == "now":
        if not node.args and not node.keywords:
            return Clock.NAIVE if name != "now" else None
        zone = ast.unparse((node.args or [node.keywords[0].value])[0])
        return Clock.UTC if zone.lower().endswith("utc") else Clock.ZONED
    return None

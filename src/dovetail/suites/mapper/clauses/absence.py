"""What is empty, zero or false is there; what is None is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any, get_origin

from dovetail.port import MISSING
from dovetail.suites.check import check
from dovetail.suites.mapper.focus import focused
from dovetail.suites.mapper.places import Place
from dovetail.suites.mapper.scenario import MapperScenario

_FALSY = (bool, int, float, Decimal, str, bytes, dt.timedelta, list, tuple, dict, set, frozenset)


@check("MAP-11", needs_a_case=True)
def falsy_is_not_absent(s: MapperScenario) -> None:
    focused(s, "value that may be falsy", _may_be_falsy, lambda _, place: _falsy(place), lost=_is_falsy)


@check("MAP-12", needs_a_case=True)
def absent_is_not_default(s: MapperScenario) -> None:
    focused(s, "value that may be None", _may_be_none, lambda _, place: None, lost=lambda place: place.value is None)


def _may_be_falsy(place: Place) -> bool:
    return _falsy(place) is not MISSING


def _is_falsy(place: Place) -> bool:
    return isinstance(place.value, _FALSY) and not isinstance(place.value, Enum) and not place.value


def _falsy(place: Place) -> Any:
    kind = get_origin(place.kind) or place.kind
    return kind() if kind in _FALSY and not place.limited else MISSING


def _may_be_none(place: Place) -> bool:
    return place.value is None or place.optional

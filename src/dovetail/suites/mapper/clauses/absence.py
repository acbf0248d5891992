"""What is empty, zero or false is there; what is None is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from typing import Any, get_origin

from dovetail.port import MISSING
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.focused import focused
from dovetail.suites.mapper.parts import Part
from dovetail.suites.mapper.scenario import MapperScenario

_FALSY = (bool, int, float, Decimal, str, bytes, dt.timedelta, list, tuple, dict, set, frozenset)


@check("MAP-11", needs_a_case=True, share=0.4)
def falsy_is_not_absent(s: MapperScenario) -> None:
    focused(s, "value that may be falsy", _may_be_falsy, lambda _, part: _falsy(part), lost=_is_falsy)


@check("MAP-12", needs_a_case=True, share=0.4)
def absent_is_not_default(s: MapperScenario) -> None:
    focused(s, "value that may be None", _may_be_none, lambda _, part: None, lost=lambda part: part.value is None)


def _may_be_falsy(part: Part) -> bool:
    return _falsy(part) is not MISSING


def _is_falsy(part: Part) -> bool:
    return isinstance(part.value, _FALSY) and not isinstance(part.value, Enum) and not part.value


def _falsy(part: Part) -> Any:
    kind = get_origin(part.kind) or part.kind
    return kind() if kind in _FALSY and not part.limited else MISSING


def _may_be_none(part: Part) -> bool:
    return part.value is None or part.optional

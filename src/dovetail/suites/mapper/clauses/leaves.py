"""Plain values that mappers are known to alter: times, decimals, text, integers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import public
from dovetail.port import MISSING
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.focused import Concerns, each_of_the_corpus, focused, made_of
from dovetail.suites.mapper.parts import Part
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.values.strategies import for_field


def _is(*kinds: type) -> Concerns:
    def concerns(part: Part) -> bool:
        kind = part.kind
        return isinstance(kind, type) and issubclass(kind, kinds) and not issubclass(kind, Enum | bool)

    return concerns


_TIMES = (dt.datetime, dt.date, dt.time, dt.timedelta)
_DECIMALS = (Decimal, float, Fraction)
_TEXT = (str, bytes)
_time, _decimal, _text, _integer = _is(*_TIMES), _is(*_DECIMALS), _is(*_TEXT), _is(int)


def _kept(s: MapperScenario, kind: str, concerns: Concerns) -> None:
    """A value of the kind is kept; what becomes of None in its place is asked by a clause of its own."""
    focused(s, kind, concerns, _another, lost=lambda part: concerns(part) and part.value is not None)


@check("MAP-07", made_of("date or time", *_TIMES), first=each_of_the_corpus(_time), needs_a_case=True, share=0.4)
def times(s: MapperScenario) -> None:
    _kept(s, "date or time", _time)


@check(
    "MAP-08", made_of("decimal or float", *_DECIMALS), first=each_of_the_corpus(_decimal), needs_a_case=True, share=0.4
)
def decimals(s: MapperScenario) -> None:
    _kept(s, "decimal or float", _decimal)


@check("MAP-09", made_of("text", *_TEXT), first=each_of_the_corpus(_text), needs_a_case=True, share=0.4)
def text(s: MapperScenario) -> None:
    _kept(s, "text", _text)


@check("MAP-10", made_of("integer", int), first=each_of_the_corpus(_integer), needs_a_case=True, share=0.4)
def integers(s: MapperScenario) -> None:
    _kept(s, "integer", _integer)


def _another(s: MapperScenario, part: Part) -> Any:
    """Another value of the field's own type, as its class allows it there."""
    if part.owner is None or part.hint is MISSING:
        return MISSING
    try:
        strategy = for_field(part.hint, type(part.owner), public(part.name))
    except ContractError:
        return MISSING
    return s.draw(strategy)

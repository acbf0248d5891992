"""Draw many values of a strategy, the same ones every time."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dovetail.values.strategies import for_type


def many(strategy: st.SearchStrategy[Any], count: int = 40) -> list[Any]:
    """About `count` values; fails where the strategy rejects too many, as it would in anyone's test."""
    drawn: list[Any] = []

    @settings(max_examples=count, database=None, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(strategy)
    def collect(value: Any) -> None:
        drawn.append(value)

    collect()
    return drawn


@cache
def drawn_of(kind: Any, count: int = 40) -> list[Any]:
    """What `many` draws of a type, for every test that looks at the same: none changes what was drawn."""
    return many(for_type(kind), count)


def simplest(strategy: st.SearchStrategy[Any]) -> Any:
    """What a failing test would show of a strategy that any value makes fail."""
    drawn: list[Any] = []

    class Fails(Exception):
        pass

    @settings(max_examples=20, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def fail(value: Any) -> None:
        drawn.append(value)
        raise Fails

    try:
        fail()
    except Fails:
        return drawn[-1]
    raise AssertionError("nothing was drawn")

"""Small choices of a scenario: how often, which one of several.

They are drawn like any other value where Hypothesis draws. Where what draws offers a `number` of its own, that decides,
so that no strategy is made for a choice among three.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def number(draw: Callable[[Any], Any], least: int, most: int) -> int:
    """A number from `least` to `most`, both included; the least is the simplest."""
    own: Callable[[int, int], int] | None = getattr(draw, "number", None)
    return int(draw(_between(least, most))) if own is None else own(least, most)


def one_of(draw: Callable[[Any], Any], choices: Sequence[T]) -> T:
    """One of the choices; the first is the simplest."""
    return choices[number(draw, 0, len(choices) - 1)] if len(choices) > 1 else choices[0]


@lru_cache
def _between(least: int, most: int) -> Any:
    from hypothesis import strategies as st  # noqa: PLC0415 - values are compared without Hypothesis too

    return st.integers(least, most)

"""Strategies made from types, with hostile values mixed in."""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar, overload

from hypothesis import strategies as st

from dovetail.values.strategies import registry
from dovetail.values.strategies.builder import Builder
from dovetail.values.strategies.enumeration import Changed, Enumeration, NoSuchValue
from dovetail.values.strategies.ordinary import ordinary
from dovetail.values.strategies.registry import register, registered

__all__ = ["changed", "for_field", "for_type", "ordinary", "register", "registered"]

T = TypeVar("T")

_builder = Builder()
_made: dict[Any, st.SearchStrategy[Any]] = {}
_enumerations: weakref.WeakKeyDictionary[st.SearchStrategy[Any], tuple[Enumeration, bool]] = weakref.WeakKeyDictionary()
registry.on_change(_builder.clear)
registry.on_change(_made.clear)


@overload
def for_type(kind: type[T], *, extremes: bool = True) -> st.SearchStrategy[T]: ...


@overload
def for_type(kind: Any, *, extremes: bool = True) -> st.SearchStrategy[Any]: ...


def for_type(kind: Any, *, extremes: bool = True) -> st.SearchStrategy[Any]:
    """Give a strategy of valid values of a type, made from its annotations.

    Args:
        kind: a class, or any type that an annotation may name.
        extremes: whether values are drawn, about every third time, that a database column may rightly refuse
            (see `ordinary`).

    Raises:
        ContractError: naming the field that cannot be built, and the line that registers a strategy for its type.
    """
    try:
        known = _made.get((kind, extremes))
    except TypeError:  # a type that is not hashable, such as Annotated with a list
        return _make(kind, extremes=extremes)
    if known is None:
        known = _made[kind, extremes] = _make(kind, extremes=extremes)
    return known


def _make(kind: Any, *, extremes: bool) -> st.SearchStrategy[Any]:
    recipe = _builder.recipe(kind)
    made = st.one_of(recipe.ordinary, recipe.extreme_too) if extremes else recipe.ordinary
    _enumerations[made] = (recipe.enumerated, extremes)
    return made


def for_field(hint: Any, owner: type, name: str) -> st.SearchStrategy[Any]:
    """Give a strategy of ordinary values for a field or a parameter of a class, which says more than its type alone.

    Raises:
        ContractError: as `for_type` does.
    """
    recipe = _builder.field(hint, owner, name)
    _enumerations[recipe.ordinary] = (recipe.enumerated, False)
    return recipe.ordinary


def changed(strategy: st.SearchStrategy[Any], change: Callable[[Any], Any]) -> st.SearchStrategy[Any]:
    """Give a strategy of the same values, each with something done to it: those that `enumerated` gives, too."""
    made = strategy.map(change)
    if strategy in _enumerations:
        enumeration, extremes = _enumerations[strategy]
        _enumerations[made] = (Changed(enumeration, change), extremes)
    return made


def enumerated(strategy: st.SearchStrategy[Any], most: int) -> list[Any]:
    """The values of a type by number, as many as are asked for: hostile ones and members that chance may pass over.

    Args:
        strategy: what `for_type` or `for_field` gave; of any other nothing is known.
        most: how many at most. Values that a column may rightly refuse are a third of them, where the strategy has any.
    """
    if strategy not in _enumerations:
        return []
    enumeration, extremes = _enumerations[strategy]
    beyond = min(enumeration.extremes, most // 3) if extremes else 0
    ordinary = min(enumeration.count, most - beyond)
    return [
        *_made_of(enumeration.at, range(ordinary)),
        *_made_of(enumeration.extreme_at, (ordinary + place for place in range(beyond))),
    ]


def is_enumerated_whole(strategy: st.SearchStrategy[Any]) -> bool:
    """Whether a strategy has no values but those that `enumerated` gives."""
    return strategy in _enumerations and _enumerations[strategy][0].complete


def _made_of(make: Callable[[int], Any], numbers: Iterable[int]) -> Iterator[Any]:
    for number in numbers:
        with contextlib.suppress(NoSuchValue):
            yield make(number)

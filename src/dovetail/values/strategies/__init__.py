"""Strategies made from types, with hostile values mixed in."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from hypothesis import strategies as st

from dovetail.values.strategies import registry
from dovetail.values.strategies.builder import Builder
from dovetail.values.strategies.ordinary import ordinary
from dovetail.values.strategies.registry import register, registered

__all__ = ["for_field", "for_type", "ordinary", "register", "registered"]

T = TypeVar("T")

_builder = Builder()
registry.on_change(_builder.clear)


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
    recipe = _builder.recipe(kind)
    return st.one_of(recipe.tame, recipe.wild) if extremes else recipe.tame


def for_field(hint: Any, owner: type, name: str) -> st.SearchStrategy[Any]:
    """Give a strategy of ordinary values for a field or a parameter of a class, which says more than its type alone.

    Raises:
        ContractError: as `for_type` does.
    """
    return _builder.field(hint, owner, name).tame

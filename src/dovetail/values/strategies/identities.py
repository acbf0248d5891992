"""Identities of the parts of an aggregate: no two of them alike in one example.

A database keys child rows by their own id, so that two children with one id, in one aggregate or in two, are nothing
that a repository has to keep. The corpus and shrinking would both make such pairs.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, NewType, get_origin
from uuid import UUID

from hypothesis import assume
from hypothesis import strategies as st

from dovetail.conventions import identity_names
from dovetail.naming import snake
from dovetail.records import constructor_of

if TYPE_CHECKING:
    from dovetail.records.parameters import Construction, ConstructorParameter
    from dovetail.values.strategies.recipe import Recipe, Strategy

_ROOMY = (str, int, UUID)

Used = st.SearchStrategy[dict[str, bool]]


def identity(construction: Construction) -> ConstructorParameter | None:
    """The parameter that identifies an object, where its type has room for many."""
    names = identity_names(snake(construction.owner.__name__))
    return next((one for one in construction.parameters if one.field in names and _is_roomy(one.hint)), None)


def unlike_others(recipe: Recipe, owner: type) -> Recipe:
    """The recipe without values that were drawn before, in the same example, for the same class."""
    used: Used = st.shared(st.builds(dict), key=f"dovetail identities {owner.__module__}.{owner.__qualname__}")
    return dataclasses.replace(
        recipe.map(lambda strategy: _unused(strategy, used)), enumeration=recipe.enumerated.distinct()
    )


@st.composite
def _unused(draw: st.DrawFn, strategy: Strategy, used: Used) -> Any:
    drawn = draw(used)
    value = draw(strategy.filter(lambda one: repr(one) not in drawn))
    assume(repr(value) not in drawn)
    drawn[repr(value)] = True
    return value


def _is_roomy(hint: Any) -> bool:
    """Whether a type has so many values that a few different ones are always found."""
    if isinstance(hint, NewType):
        return _is_roomy(hint.__supertype__)
    if isinstance(hint, type) and get_origin(hint) is None and hint.__module__ != "builtins" and hint is not UUID:
        inner = constructor_of(hint)
        return inner is not None and len(inner.parameters) == 1 and _is_roomy(inner.parameters[0].hint)
    return hint in _ROOMY

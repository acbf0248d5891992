"""Recipes of collections, from the recipes of what they hold."""

from __future__ import annotations

import collections
from collections import abc
from typing import TYPE_CHECKING, Any, get_args, get_origin

from hypothesis import strategies as st

from dovetail.hints import optional
from dovetail.values.strategies.enumeration import NoSuchValue, Record, Series
from dovetail.values.strategies.recipe import Recipe, Strategy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dovetail.values.strategies.limits import Limits

_MOST = 4

_LISTS: dict[Any, Callable[[list[Any]], Any] | None] = {
    list: None,
    abc.Sequence: None,
    abc.MutableSequence: None,
    abc.Iterable: None,
    abc.Collection: None,
    collections.deque: collections.deque,
}
_SETS: dict[Any, Callable[[list[Any]], Any]] = {set: set, abc.Set: frozenset, abc.MutableSet: set, frozenset: frozenset}
_MAPPINGS: dict[Any, Callable[[Any], Any] | None] = {
    dict: None,
    abc.Mapping: None,
    abc.MutableMapping: None,
    collections.OrderedDict: collections.OrderedDict,
}


def is_container(origin: Any) -> bool:
    """Whether a type is a collection whose recipe is made here."""
    return origin in _LISTS or origin in _SETS or origin in _MAPPINGS or origin is tuple


def container(origin: Any, elements: Sequence[Recipe], limits: Limits) -> Recipe:
    """A collection of elements; sizes are small, as each element costs a draw."""
    if origin is tuple:
        return _listed(elements[0], limits, tuple)
    if origin in _LISTS:
        return _listed(elements[0], limits, _LISTS[origin])
    if origin in _SETS:
        return _unique(elements[0], limits, _SETS[origin])
    return _mapped(elements[0], elements[1], limits, _MAPPINGS[origin])


def empty(origin: Any, limits: Limits) -> Recipe | None:
    """The empty collection alone, where the limits let it be."""
    if limits.min_length:
        return None
    make = (_LISTS | _SETS | _MAPPINGS).get(origin, None) or (dict if origin in _MAPPINGS else list)
    return Recipe.plain(st.builds(tuple if origin is tuple else make))


def fixed_tuple(elements: Sequence[Recipe]) -> Recipe:
    """A tuple of as many elements as there are recipes."""
    return Recipe(
        st.tuples(*(one.ordinary for one in elements)),
        st.tuples(*(one.extreme_too for one in elements)),
        st.tuples(*(one.base for one in elements)),
        (st.tuples(*((one.ladder or (one.base,))[0] for one in elements)),),
        enumeration=Record(_in_order, {str(place): one.enumerated for place, one in enumerate(elements)}),
    )


def _listed(element: Recipe, limits: Limits, make: Callable[[list[Any]], Any] | None) -> Recipe:
    def of(strategy: Strategy, least: int = 0, most: int = _MOST, *, unique: bool = False) -> Strategy:
        low, high = _sizes(limits, least, most)
        lists = st.lists(strategy, min_size=low, max_size=high, unique_by=_identity if unique else None)
        return lists if make is None else lists.map(make)

    rungs = (
        of(element.ordinary, 1),
        of(element.base),
        of(element.ordinary, unique=True),
        of(element.ordinary, 1, unique=True),
        *(of(rung) for rung in element.ladder),
        of(element.ordinary, 0, 1),
        of(element.ordinary, 1, 0),
        of(element.ordinary, 0, 0),
    )
    return Recipe.plain(of(element.ordinary), of(element.extreme_too), rungs, _series(element, limits, make))


def _series(element: Recipe, limits: Limits, make: Callable[[list[Any]], Any] | None) -> Series:
    most = _MOST if limits.max_length is None else limits.max_length
    return Series(element.enumerated, make or list, limits.min_length, max(limits.min_length, most))


def _sizes(limits: Limits, least: int, most: int = _MOST) -> tuple[int, int]:
    """The least and the greatest size, of which the limits allow something."""
    low = max(least, limits.min_length)
    return low, max(low, low + most if limits.max_length is None else min(low + most, limits.max_length))


def _in_order(values: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(values.values())


def _unique(element: Recipe, limits: Limits, make: Callable[[list[Any]], Any]) -> Recipe:
    def of(strategy: Strategy, least: int = 0) -> Strategy:
        low, high = _sizes(limits, least)
        return st.lists(strategy, min_size=low, max_size=high, unique=True).map(make)

    def made(elements: list[Any]) -> Any:
        held = make(elements)
        if len(held) < limits.min_length:
            raise NoSuchValue
        return held

    rungs = (of(element.ordinary, 1), of(element.base), *(of(rung) for rung in element.ladder))
    return Recipe.plain(of(element.ordinary), of(element.extreme_too), rungs, _series(element, limits, made))


def _mapped(key: Recipe, value: Recipe, limits: Limits, make: Callable[[Any], Any] | None) -> Recipe:
    def of(keys: Strategy, values: Strategy, least: int = 0) -> Strategy:
        low, high = _sizes(limits, least)
        mappings = st.dictionaries(keys, values, min_size=low, max_size=high)
        return mappings if make is None else mappings.map(make)

    narrow = [of(rung, value.ordinary) for rung in key.ladder] + [of(key.ordinary, rung) for rung in value.ladder]
    rungs = (of(key.ordinary, value.ordinary, 1), of(key.base, value.base), *narrow)
    pair = Record(_in_order, {"key": key.enumerated, "value": value.enumerated})

    def made(pairs: list[Any]) -> Any:
        held = dict(pairs)
        if len(held) < limits.min_length:
            raise NoSuchValue
        return held if make is None else make(held)

    least, most = limits.min_length, _MOST if limits.max_length is None else limits.max_length
    enumeration = Series(pair, made, least, max(least, most))
    return Recipe.plain(of(key.ordinary, value.ordinary), of(key.extreme_too, value.extreme_too), rungs, enumeration)


def _identity(value: Any) -> Any:
    """What makes an element of a list different from the others, whether or not it can be hashed."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


def mapping_of_text(hint: Any) -> Any:
    """For a mapping that does not say what it holds (`dict`, `dict[str, Any] | None`), one of text to text; else None.

    Every such mapping takes that, unless its default says more, and a field that is always empty is held by nothing.
    """
    inside, or_none = optional(hint)
    origin = get_origin(inside) or inside
    if origin not in _MAPPINGS or get_args(inside) not in ((), (str, Any), (str, object)):
        return None
    return dict[str, str] | None if or_none else dict[str, str]

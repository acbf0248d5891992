"""The children of an aggregate: its collections, and which of its objects have an identity of their own."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any

from dovetail.conventions import identity_names
from dovetail.hints import is_fixed_tuple
from dovetail.naming import snake
from dovetail.records import is_mapped
from dovetail.records.sqlalchemy import surrogate
from dovetail.suites.calls.attributes import attributes, is_readable, once_per_class
from dovetail.values import Picture, identical, picture
from dovetail.values.attributes import Reader, attributes_of
from dovetail.values.event_buffers import is_event_buffer
from dovetail.values.variants import variant

_PLAIN = {"builtins", "datetime", "decimal", "uuid", "zoneinfo", "pathlib"}


def sequences(aggregate: Any) -> dict[str, Any]:
    """The lists and tuples among an aggregate's public attributes, by name; a pair of coordinates holds no children."""
    return {
        name: value
        for name in _may_hold_children(type(aggregate))
        if is_readable(aggregate, name)
        and isinstance(value := getattr(aggregate, name), (list, tuple))
        and not hasattr(value, "_fields")
    }


@once_per_class
def _may_hold_children(cls: Any) -> tuple[str, ...]:
    """The public attributes of a class that no annotation calls something else than a collection of children."""
    return tuple(
        name for name, hint in attributes(cls).items() if not is_fixed_tuple(hint) and not is_event_buffer(cls, name)
    )


def doubled(children: Any) -> Any:
    """The children with a second one that equals the first, or None where a child is a row or an entity of its own."""
    if not children or is_mapped(type(children[0])) or identity(children[0]) is not None:
        return None
    return type(children)([copy.deepcopy(children[0]), *children])


def alike(children: Any) -> Any:
    """The children, of which two are the same but for their identities; None where there are no two to be had."""
    name = _identity_attribute(type(children[0])) if children else None
    if name is None:
        return doubled(children)
    first, *others = children
    twin = variant(first, name, getattr(others[0], name)) if others else None
    return None if twin is None else type(children)([first, twin, *others[1:]])


def turned(children: Any) -> Any:
    """The children in reverse, or None where that is the same order."""
    reverse = type(children)(reversed(children))
    return None if identical(children, reverse) else reverse


def identity(child: Any) -> Picture | None:
    """The identity of a child that is an entity of its own, or None where it is a value."""
    name = _identity_attribute(type(child))
    own = None if name is None else getattr(child, name, None)
    return None if own is None else picture((type(child).__name__, own))


def identities(aggregate: Any, owner: Any = None) -> Iterator[Picture]:
    """The identities of all entities inside an aggregate, itself and its owner left out."""
    return (own for _, own in entities(aggregate, owner))


def entities(aggregate: Any, owner: Any = None) -> Iterator[tuple[Any, Picture]]:
    """All entities inside an aggregate with their identities, itself and its owner left out.

    They are looked for in what is stored: a property may make a new object of its own class whenever it is asked.
    """
    seen = {id(aggregate): aggregate, id(owner): owner}
    waiting = list(_parts(aggregate))
    while waiting:
        each = waiting.pop()
        if id(each) in seen or _is_plain(type(each)):
            continue
        seen[id(each)] = each
        if isinstance(each, (list, tuple, set, frozenset)):
            waiting.extend(each)
        elif isinstance(each, dict):
            waiting.extend(each.values())
        else:
            own = identity(each)
            if own is not None:
                yield each, own
            waiting.extend(_parts(each))


def _parts(owner: Any) -> Iterable[Any]:
    read = _reader(type(owner))
    return () if read is None else read(owner)[1]


@once_per_class
def _reader(cls: Any) -> Reader | None:
    return attributes_of(cls)


@once_per_class
def _identity_attribute(cls: Any) -> str | None:
    named = (name for name in identity_names(snake(cls.__name__)) if name in _places(cls))
    return next(named, None) or surrogate(cls)


@once_per_class
def _places(cls: Any) -> tuple[str, ...]:
    """The attributes in which an object may say who it is; none for what the standard library makes."""
    return () if _is_plain(cls) else tuple(attributes(cls))


@once_per_class
def _is_plain(cls: Any) -> bool:
    """Whether objects of a class hold no entities; the collections may."""
    if cls in {list, tuple, set, frozenset, dict}:
        return False
    return cls.__module__ in _PLAIN or issubclass(cls, (str, bytes, int, float, Enum, type))

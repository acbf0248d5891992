"""Fields of a domain object that are no part of its state: recorded events, and marks of what is not yet saved."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from dovetail.conventions import words
from dovetail.introspection import assigned_attributes, written_constructor
from dovetail.naming import public
from dovetail.values.changes.fields import stored_fields
from dovetail.values.component_types import component_types
from dovetail.values.event_buffers import is_event_buffer


@cache
def transient_fields(root: Any) -> frozenset[str]:
    """The public names of such fields in a type and in all that it is made of."""
    classes = [cls for cls in component_types(root) if cls.__module__ != "builtins"]
    return frozenset(public(name) for cls in classes for name in _fields(cls) if _is_transient(cls, name))


def recorded(aggregate: Any) -> list[Any]:
    """What an object has collected in such fields."""
    cls: Any = type(aggregate)
    names = sorted(transient_fields(cls))
    held = [getattr(aggregate, each, None) for name in names for each in (name, f"_{name}")]
    return [one for each in held if isinstance(each, Collection) and not isinstance(each, str) for one in each]


def _fields(cls: Any) -> frozenset[str]:
    """The fields of a class; SQLAlchemy hides the constructor of one that it maps behind its own."""
    constructor = written_constructor(cls)
    names = assigned_attributes(constructor) if constructor is not cls.__init__ else ()
    return stored_fields(cls) | frozenset(names)


def _is_transient(cls: Any, name: str) -> bool:
    return name.startswith("_") if public(name) in words("events.marks") else is_event_buffer(cls, name)

"""The fields of objects, as the users of their class see them."""

from __future__ import annotations

import dataclasses
import functools
import types
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, Union, get_args, get_origin

from dovetail import hints
from dovetail.introspection import assigned_attributes
from dovetail.records import constructor_of, is_frozen, is_mapped
from dovetail.records.constructors import library_of
from dovetail.values.leaf import DRESSABLE, PLAIN
from dovetail.values.shape import Kind, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIBRARIES = frozenset(
    {"abc", "attr", "attrs", "builtins", "collections", "datetime", "decimal", "enum", "msgspec", "pydantic"}
    | {"django", "mongoengine", "odmantic", "beanie", "peewee", "pony", "pydantic_core", "sqlalchemy", "sqlmodel"}
    | {"tortoise", "typing", "uuid", "zoneinfo"}
)


def public_fields(value: Any) -> dict[str, Any]:
    """The public fields that an object stores, or shows by a property that has a setter: name to type.

    The type is what the annotations say; where they say nothing, the class of the present value.
    """
    cls: Any = type(value)
    said = field_types(cls)
    stored = (name for name in _stored(value) if not name.startswith("_"))
    settable = (name for name, one in _properties(cls) if one.fset is not None)
    names = dict.fromkeys((*stored, *settable))
    return {name: said.get(name, type(getattr(value, name, None))) for name in names}


def shown_fields(value: Any) -> dict[str, Any]:
    """The public fields of an object, with the properties that only show something: name to type."""
    cls: Any = type(value)
    said = field_types(cls)
    return public_fields(value) | {name: said.get(name, Any) for name, _ in _properties(cls)}


def revisable_fields(value: Any) -> list[str]:
    """The fields of which an object can be given other values: by assignment, or to its constructor."""
    construction = constructor_of(type(value))
    shown = shown_fields(value)
    taken = [one.field for one in construction.parameters if one.field in shown] if construction else []
    return list(dict.fromkeys((*public_fields(value), *taken)))


@functools.cache
def field_types(cls: type) -> dict[str, Any]:
    """What annotations say of the fields of a class: in its body, on its properties and on its constructor."""
    said: dict[str, Any] = {}
    for base in (one for one in reversed(cls.__mro__) if not is_library(one)):
        if isinstance(init := vars(base).get("__init__"), types.FunctionType):
            said |= {name: one for name, one in hints.resolve(init, owner=cls).items() if name != "return"}
    shown = {name: hints.resolve(one, owner=cls) for name, one in _properties(cls)}
    said |= {name: one["return"] for name, one in shown.items() if "return" in one}
    said |= {name: one for name, one in hints.resolve(cls).items() if not _is_of_class(one)}
    return {name: one for name, one in said.items() if not isinstance(one, hints.Unresolved)}


@functools.cache
def stored_fields(cls: type) -> frozenset[str]:
    """The names under which the objects of a class keep their state, as far as its annotations and source tell."""
    declared = {name for name, one in hints.resolve(cls).items() if not _is_of_class(one)}
    slots = {slot for base in cls.__mro__ for slot in _slots(base)}
    assigned = {name for base in cls.__mro__ for name in assigned_attributes(vars(base).get("__init__"))}
    return frozenset(declared | slots | assigned)


@functools.cache
def is_closed(cls: Any) -> bool:
    """Whether the objects of a class have no field that its users may assign; a mapped one's are there to be set."""
    if is_mapped(cls):
        return False
    if library_of(cls) is not None or issubclass(cls, tuple):
        return is_frozen(cls)
    public = {name for name in stored_fields(cls) if not name.startswith("_")}
    return not public and all(one.fset is None for _, one in _properties(cls))


def is_leaf(hint: Any) -> bool:
    """Whether a type's values have nothing in them that could be changed: text, a number, a date, a member, or None."""
    inner = hints.bare(hint)
    if get_origin(inner) in (Union, types.UnionType):
        return all(map(is_leaf, get_args(inner)))
    return inner in PLAIN | DRESSABLE or (isinstance(inner, type) and issubclass(inner, Enum))


def _is_of_class(hint: Any) -> bool:
    return ClassVar in (hint, get_origin(hint)) or hint is dataclasses.KW_ONLY


def _stored(value: Any) -> Iterator[str]:
    shape = shape_of(type(value))
    if shape is not None and shape.kind is Kind.RECORD:
        yield from (name for name in shape.read(value)[0] if isinstance(name, str) and name.isidentifier())


@functools.cache
def _properties(cls: type) -> list[tuple[str, property]]:
    """The public properties of a class that are of the domain, and not of the library that made it."""
    found = {name: one for base in reversed(cls.__mro__) if not is_library(base) for name, one in vars(base).items()}
    return [(name, one) for name, one in found.items() if isinstance(one, property) and not name.startswith("_")]


def is_library(cls: Any) -> bool:
    """Whether a base class comes from a library that classes are declared with."""
    return cls.__module__.partition(".")[0] in _LIBRARIES


def _slots(base: type) -> list[str]:
    slots = vars(base).get("__slots__", ())
    names = [slots] if isinstance(slots, str) else list(slots)
    return [name for name in names if name not in ("__dict__", "__weakref__")]

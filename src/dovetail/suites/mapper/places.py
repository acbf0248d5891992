"""The places of a value: every field, item and entry in it, with the way there and the type that is declared for it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, is_typeddict

from dovetail.hints import resolve
from dovetail.port import MISSING
from dovetail.suites.repository.roles import optional
from dovetail.values.changes.fields import field_types
from dovetail.values.shape import Kind, shape_of


@dataclass(frozen=True, slots=True)
class Step:
    """From a value to one of its parts: an attribute's name, or the index or key of an item."""

    key: Any
    attribute: bool = False

    def of(self, value: Any) -> Any:
        """The part of a value."""
        return getattr(value, self.key) if self.attribute else value[self.key]

    def __str__(self) -> str:
        return f".{self.key}" if self.attribute else f"[{self.key!r}]"


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a value.

    Attributes:
        steps: the way there.
        value: what is there.
        hint: the type declared for it; `MISSING` where nothing says it.
        owner: the object that has it as an attribute, or None.
    """

    steps: tuple[Step, ...]
    value: Any
    hint: Any = MISSING
    owner: Any = None

    @property
    def path(self) -> str:
        """The way as reports write it, e.g. `.lines[0].price`."""
        return "".join(map(str, self.steps))

    @property
    def pattern(self) -> str:
        """The way without indexes: the same for every line of an order."""
        return "".join(str(step) if step.attribute or isinstance(step.key, str) else "[]" for step in self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes and keys on the way."""
        return tuple(str(step.key) for step in self.steps if step.attribute or isinstance(step.key, str))

    @property
    def name(self) -> str:
        """The last name on the way."""
        return self.names[-1] if self.names else ""

    @property
    def kind(self) -> Any:
        """The class of what is there; where that is None, the class that is declared for it."""
        if self.value is not None:
            return type(self.value)
        declared = optional(self.hint)[0]
        return getattr(declared, "__supertype__", declared)

    @property
    def limited(self) -> bool:
        """Whether more is declared of it than its type."""
        return "Annotated" in repr(self.hint)

    @property
    def optional(self) -> bool:
        """Whether the declared type lets it be None."""
        return self.hint is None or self.hint is type(None) or optional(self.hint)[1]


def places(value: Any, hint: Any = MISSING) -> Iterator[Place]:
    """Every place of a value below its root, the outer before the inner; an object that is met again is not entered."""
    yield from _inside(value, hint, (), set())


def at(value: Any, steps: tuple[Step, ...]) -> Any:
    """What is at the end of a way; `MISSING` where it leads nowhere."""
    for step in steps:
        try:
            value = step.of(value)
        except (AttributeError, IndexError, KeyError, TypeError):
            return MISSING
    return value


def is_leaf(value: Any) -> bool:
    """Whether a value has no places of its own."""
    shape = shape_of(type(value))
    return shape is None or shape.kind is Kind.LEAF or isinstance(value, Enum)


def _inside(value: Any, hint: Any, steps: tuple[Step, ...], above: set[int]) -> Iterator[Place]:
    if is_leaf(value) or id(value) in above:
        return
    above = above | {id(value)}
    for step, part, inner, owner in _parts(value, optional(hint)[0]):
        way = (*steps, step)
        yield Place(way, part, inner, owner)
        yield from _inside(part, inner, way, above)


def _parts(value: Any, hint: Any) -> Iterator[tuple[Step, Any, Any, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield Step(key), part, _entry(hint, key), None
    elif isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        for index, part in enumerate(value):
            yield Step(index), part, _item(hint, index), None
    else:
        yield from _attributes(value)


def _attributes(value: Any) -> Iterator[tuple[Step, Any, Any, Any]]:
    shape = shape_of(type(value))
    if shape is None or shape.kind is not Kind.RECORD:
        return
    names, parts = shape.read(value)
    cls: Any = type(value)
    declared = declared_types(cls)
    for name, part in zip(names, parts, strict=True):
        if isinstance(name, str) and name.isidentifier():
            yield Step(name, attribute=True), part, declared.get(name, declared.get(public(name), MISSING)), value


@cache
def declared_types(cls: Any) -> Mapping[str, Any]:
    """What is declared for the fields of a class, SQLAlchemy's `Mapped` opened."""
    return {name: _opened(hint) for name, hint in field_types(cls).items()}


def public(name: str) -> str:
    """A field's name as its users say it: `_status` and `_Order__status` as `status`."""
    return name.rpartition("__")[2] if name.startswith("_") and "__" in name.rstrip("_") else name.lstrip("_")


def _opened(hint: Any) -> Any:
    origin = get_origin(hint)
    mapped = inspect.isclass(origin) and origin.__module__.startswith("sqlalchemy.") and get_args(hint)
    return get_args(hint)[0] if mapped else hint


def _entry(hint: Any, key: Any) -> Any:
    if is_typeddict(get_origin(hint) or hint):
        return resolve(hint).get(key, MISSING)
    arguments = get_args(hint)
    known = len(arguments) == 2 and arguments[1] not in (Any, object)
    return arguments[1] if known else MISSING


def _item(hint: Any, index: int) -> Any:
    arguments = get_args(hint)
    if get_origin(hint) is tuple and (len(arguments) != 2 or arguments[1] is not ...):
        return arguments[index] if index < len(arguments) else MISSING
    return arguments[0] if arguments and arguments[0] not in (Any, object) else MISSING

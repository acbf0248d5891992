"""The parts of a value: every field, item and entry in it, with the way there and the type that is declared for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, is_typeddict

from dovetail.hints import bare, optional, resolve
from dovetail.naming import public
from dovetail.port import MISSING
from dovetail.records.sqlalchemy import unwrapped
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
class Part:
    """One part of a value.

    Attributes:
        steps: the way there.
        value: what is there.
        hint: the type declared for it; `MISSING` where nothing says it.
        owner: the object that has it as an attribute, or None.
        required: whether it stands under a key that every dictionary of a declared TypedDict has.
    """

    steps: tuple[Step, ...]
    value: Any
    hint: Any = MISSING
    owner: Any = None
    required: bool = False

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
        return type(self.value) if self.value is not None else bare(optional(self.hint)[0])

    @property
    def limited(self) -> bool:
        """Whether more is declared of it than its type."""
        return "Annotated" in repr(self.hint)

    @property
    def optional(self) -> bool:
        """Whether the declared type lets it be None."""
        return self.hint is None or self.hint is type(None) or optional(self.hint)[1]


def parts_of(value: Any, hint: Any = MISSING) -> Iterator[Part]:
    """Every part of a value, the outer before the inner; an object that is met inside itself is not entered again."""
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
    """Whether a value has no parts."""
    shape = shape_of(type(value))
    return shape is None or shape.kind is Kind.LEAF or isinstance(value, Enum)


def _inside(value: Any, hint: Any, steps: tuple[Step, ...], above: set[int]) -> Iterator[Part]:
    if is_leaf(value) or id(value) in above:
        return
    above = above | {id(value)}
    for step, held, inner, owner in _direct(value, optional(hint)[0]):
        way = (*steps, step)
        yield Part(way, held, inner, owner, _is_required(optional(hint)[0], step))
        yield from _inside(held, inner, way, above)


def _direct(value: Any, hint: Any) -> Iterator[tuple[Step, Any, Any, Any]]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield Step(key), held, _entry(hint, key), None
    elif isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        for index, held in enumerate(value):
            yield Step(index), held, _item(hint, index), None
    else:
        yield from _attributes(value)


def _attributes(value: Any) -> Iterator[tuple[Step, Any, Any, Any]]:
    shape = shape_of(type(value))
    if shape is None or shape.kind is not Kind.RECORD:
        return
    names, parts = shape.read(value)
    cls: Any = type(value)
    declared = declared_types(cls)
    for name, held in zip(names, parts, strict=True):
        if isinstance(name, str) and name.isidentifier():
            yield Step(name, attribute=True), held, declared.get(name, declared.get(public(name), MISSING)), value


@cache
def declared_types(cls: Any) -> Mapping[str, Any]:
    """What is declared for the fields of a class, SQLAlchemy's `Mapped` opened."""
    return {name: unwrapped(hint) for name, hint in field_types(cls).items()}


def _entry(hint: Any, key: Any) -> Any:
    if is_typeddict(get_origin(hint) or hint):
        return resolve(hint).get(key, MISSING)
    arguments = get_args(hint)
    known = len(arguments) == 2 and arguments[1] not in (Any, object)
    return arguments[1] if known else MISSING


def _is_required(hint: Any, step: Step) -> bool:
    declared = get_origin(hint) or hint
    return is_typeddict(declared) and not step.attribute and step.key in declared.__required_keys__


def _item(hint: Any, index: int) -> Any:
    arguments = get_args(hint)
    if get_origin(hint) is tuple and (len(arguments) != 2 or arguments[1] is not ...):
        return arguments[index] if index < len(arguments) else MISSING
    return arguments[0] if arguments and arguments[0] not in (Any, object) else MISSING

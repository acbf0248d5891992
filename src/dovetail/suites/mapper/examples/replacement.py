"""Domain objects that differ from another one in a single part, made as their own classes allow."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from dovetail.naming import public
from dovetail.records import is_mapped, overwritten, replaced
from dovetail.records.constructors import library_of
from dovetail.suites.mapper.parts import Step
from dovetail.values.strategies.registry import lookup
from dovetail.values.strategies.ways_to_make import constructions


def grafted(value: Any, steps: tuple[Step, ...], other: Any) -> Any:
    """A copy of a value with another part at the end of a way; None where some class on it does not allow that."""
    try:
        return _grafted(value, steps, other)
    except Exception:  # noqa: BLE001 - anything that a constructor or setter raises of a value that it refuses
        return None


def is_free(value: Any, steps: tuple[Step, ...]) -> bool:
    """Whether nobody has said which objects there are, of all those on the way to a part."""
    for step in steps:
        if lookup(type(value)) is not None:
            return False
        value = step.of(value)
    return True


def _grafted(value: Any, steps: tuple[Step, ...], other: Any) -> Any:
    if not steps:
        return other
    step, rest = steps[0], steps[1:]
    inner = _grafted(step.of(value), rest, other)
    if inner is None and rest:
        return None
    return _with_attribute(value, step.key, inner) if step.attribute else _with_item(value, step.key, inner)


def _with_item(value: Any, key: Any, other: Any) -> Any:
    if isinstance(value, tuple):
        return type(value)(other if index == key else each for index, each in enumerate(value))
    changed = copy.copy(value)
    changed[key] = other
    return changed


def _with_attribute(value: Any, name: str, other: Any) -> Any:
    """Of a plain class, only what its ways to make an object take: other attributes follow from those, or from what
    happened since.
    """
    cls: Any = type(value)
    if is_mapped(cls) or (library_of(cls) is None and public(name) not in _taken(cls)):
        return None
    return replaced(value, name, other)


@cache
def _taken(cls: Any) -> frozenset[str]:
    return frozenset(parameter.field for way in constructions(cls) for parameter in way.parameters)


def with_part(model: Any, steps: tuple[Step, ...], value: Any) -> Any:
    """The model with another value at the end of a way: itself where it can be changed, else made anew around it."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    part = step.of(model)
    inner = with_part(part, rest, value)
    if inner is part and rest:
        return model
    if not step.attribute:
        return _item(model, step.key, inner)
    return overwritten(model, step.key, inner)


def without(model: Any, steps: tuple[Step, ...]) -> Any:
    """The model with a key of one of its dictionaries left out."""
    parent = model
    for step in steps[:-1]:
        parent = step.of(parent)
    less = {key: each for key, each in parent.items() if key != steps[-1].key}
    return with_part(model, steps[:-1], less)


def _item(model: Any, key: Any, value: Any) -> Any:
    if isinstance(model, tuple):
        return type(model)(value if index == key else each for index, each in enumerate(model))
    model[key] = value
    return model

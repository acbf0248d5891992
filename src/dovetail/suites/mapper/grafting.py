"""Domain objects that differ from another one in a single place, made as their own classes allow."""

from __future__ import annotations

import copy
import dataclasses
from functools import cache
from typing import Any

from dovetail.suites.mapper.places import Step, public
from dovetail.values.changes.revising import is_valid
from dovetail.values.strategies.constructions import constructions
from dovetail.values.strategies.registry import lookup


def grafted(value: Any, steps: tuple[Step, ...], part: Any) -> Any:
    """A copy of a value with another part at the end of a way; None where some class on it does not allow that."""
    try:
        return _grafted(value, steps, part)
    except Exception:  # noqa: BLE001 - whatever an invariant raises, there is no such object
        return None


def is_free(value: Any, steps: tuple[Step, ...]) -> bool:
    """Whether nobody has said which objects there are, of all those on the way to a place."""
    for step in steps:
        if lookup(type(value)) is not None:
            return False
        value = step.of(value)
    return True


def _grafted(value: Any, steps: tuple[Step, ...], part: Any) -> Any:
    if not steps:
        return part
    step, rest = steps[0], steps[1:]
    inner = _grafted(step.of(value), rest, part)
    if inner is None and rest:
        return None
    return _with_attribute(value, step.key, inner) if step.attribute else _with_item(value, step.key, inner)


def _with_item(value: Any, key: Any, part: Any) -> Any:
    if isinstance(value, tuple):
        return type(value)(part if index == key else each for index, each in enumerate(value))
    changed = copy.copy(value)
    changed[key] = part
    return changed


def _with_attribute(value: Any, name: str, part: Any) -> Any:
    cls = type(value)
    if hasattr(value, "_sa_instance_state"):
        return None  # a copy would share its state with the object
    if dataclasses.is_dataclass(cls):
        return dataclasses.replace(value, **{name: part})
    if hasattr(cls, "__attrs_attrs__"):
        import attrs  # noqa: PLC0415 - only where the class is made by it

        return attrs.evolve(value, **{name.lstrip("_"): part})
    if hasattr(cls, "__pydantic_fields__"):
        return cls.model_validate({each: getattr(value, each) for each in cls.__pydantic_fields__} | {name: part})
    if hasattr(cls, "__struct_fields__"):
        import msgspec  # noqa: PLC0415 - only where the class is made by it

        return msgspec.structs.replace(value, **{name: part})
    if hasattr(cls, "_fields"):
        return value._replace(**{name: part})
    return _plain(value, name, part)


def _plain(value: Any, name: str, part: Any) -> Any:
    """Only what a constructor or a factory takes: other attributes follow from those, or from what happened since."""
    cls: Any = type(value)
    if public(name) not in _taken(cls):
        return None
    changed = copy.copy(value)
    object.__setattr__(changed, name, part)
    return changed if is_valid(changed) else None


@cache
def _taken(cls: Any) -> frozenset[str]:
    return frozenset(parameter.field for way in constructions(cls) for parameter in way.parameters)

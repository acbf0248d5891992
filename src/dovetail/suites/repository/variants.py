"""Aggregates made from another: the same but for one attribute, by the means that the class's own make offers."""

from __future__ import annotations

import copy
import dataclasses
import inspect
from collections.abc import Callable
from types import MemberDescriptorType
from typing import Any
from uuid import UUID

from dovetail.suites.repository.attributes import single_field
from dovetail.suites.repository.mapped import is_mapped


def variant(aggregate: Any, attribute: str, value: Any) -> Any:
    """A copy with another value in one attribute, its invariants checked; None where the class does not allow it."""
    try:
        return _made(aggregate, attribute, copy.deepcopy(value))
    except Exception:  # noqa: BLE001 - whatever an invariant raises, there is no such variant
        return None


def _made(aggregate: Any, attribute: str, value: Any) -> Any:
    cls = type(aggregate)
    if is_mapped(cls):
        return None  # a copy would share its instrumentation with the original
    apart = copy.deepcopy(aggregate)
    if cls is dict:
        return apart | {attribute: value}
    if dataclasses.is_dataclass(cls):
        parameter = next(
            (each.name for each in dataclasses.fields(cls) if each.name.lstrip("_") == attribute), attribute
        )
        return dataclasses.replace(apart, **{parameter: value})
    if hasattr(cls, "__attrs_attrs__"):
        import attrs  # noqa: PLC0415 - only where the class is made by it

        return attrs.evolve(apart, **{attribute: value})
    if hasattr(cls, "model_validate"):
        held = {name: getattr(apart, name) for name in cls.model_fields}
        return cls.model_validate({**held, attribute: value})
    if hasattr(cls, "__struct_fields__"):
        import msgspec  # noqa: PLC0415 - only where the class is made by it

        return msgspec.structs.replace(apart, **{attribute: value})
    for stored in (attribute, f"_{attribute}"):
        if stored in getattr(apart, "__dict__", {}):
            vars(apart)[stored] = value
            return apart
        if isinstance(inspect.getattr_static(cls, stored, None), MemberDescriptorType):
            object.__setattr__(apart, stored, value)
            return apart
    return None


def numbered(hint: Any) -> tuple[Callable[[int], Any], str] | None:
    """How to make the nth key of a type, and the expression that does it; None where nothing says how."""
    plain = getattr(hint, "__supertype__", hint)
    if plain is str:
        return (lambda n: f"{n}"), "str(n)"
    if plain is int:
        return (lambda n: n + 1), "n + 1"
    if plain is UUID:
        return (lambda n: UUID(int=n)), "UUID(int=n)"
    wrapped = single_field(plain)
    inner = numbered(wrapped[1]) if wrapped is not None else None
    if inner is None:
        return None
    make, text = inner
    return (lambda n: plain(make(n))), f"{plain.__name__}({text})"

"""Dataclasses of the standard library, and those that pydantic makes."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

from dovetail.records.library import Field, made, parameter_for
from dovetail.records.parameters import NOTHING, Construction, from_signature, has_descriptors, is_generated


def owns(cls: Any) -> bool:
    """Whether a class is a dataclass."""
    return dataclasses.is_dataclass(cls)


def fields(cls: Any) -> Mapping[str, Field]:
    return _fields(cls)


@functools.cache
def _fields(cls: Any) -> Mapping[str, Field]:
    return {
        one.name: Field(one.name, one.name if one.init else None, *_default(one)) for one in dataclasses.fields(cls)
    }


def _default(field: Any) -> tuple[Any, ...]:
    if field.default_factory is not dataclasses.MISSING:
        return NOTHING, field.default_factory
    return () if field.default is dataclasses.MISSING else (field.default,)


def construction(hint: Any, cls: Any) -> Construction | None:
    """Its generated constructor; None where it has one written by hand."""
    if not is_generated(cls, "__init__"):
        return None
    defaults = {one.attribute: made(one.factory) for one in fields(cls).values() if one.factory is not None}
    by_hand = not all(is_generated(cls, name) for name in ("__new__", "__setattr__", "__post_init__"))
    may_refuse = by_hand or has_descriptors(cls) or hasattr(cls, "__pydantic_fields__")
    return Construction(cls, cls, from_signature(hint, cls, defaults), may_refuse)


def is_frozen(cls: Any) -> bool:
    """Whether its fields cannot be assigned."""
    parameters = getattr(cls, "__dataclass_params__", None)
    return bool(parameters is not None and parameters.frozen)


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value in one field."""
    return dataclasses.replace(value, **{parameter_for(type(value), attribute, fields(type(value))): new})


def replacement_code(name: str, attribute: str, new: str) -> str:
    """The Python that makes such a copy."""
    return f"{name} = replace({name}, {attribute}={new})"

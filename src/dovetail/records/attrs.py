"""Classes of attrs."""

from __future__ import annotations

import sys
from typing import Any

from dovetail.hints import resolve
from dovetail.records.library import Field, made, parameter_for
from dovetail.records.parameters import NOTHING, Construction, has_descriptors, is_generated, parameter_of, signature_of


def owns(cls: Any) -> bool:
    """Whether attrs made a class."""
    return hasattr(cls, "__attrs_attrs__")


def fields(cls: Any) -> dict[str, Field]:
    return {one.name: _field(one) for one in cls.__attrs_attrs__}


def _field(one: Any) -> Field:
    parameter = one.alias if one.init else None
    if hasattr(one.default, "takes_self"):
        return Field(one.name, parameter, NOTHING, NOTHING if one.default.takes_self else one.default.factory)
    has_default = one.default is not sys.modules["attr"].NOTHING
    return Field(one.name, parameter, one.default if has_default else NOTHING)


def construction(hint: Any, cls: Any) -> Construction | None:
    """Its generated constructor; None where it has one written by hand."""
    if not is_generated(cls, "__init__"):
        return None
    said, signature, declared = resolve(hint), signature_of(cls) or {}, fields(cls)
    found = []
    for one in cls.__attrs_attrs__:
        if one.init and one.alias in signature:
            annotation = said.get(one.name, NOTHING if one.type is None else one.type)
            factory = declared[one.name].factory
            default = made(None if factory is NOTHING else factory)
            found.append(parameter_of(one.alias, annotation, signature[one.alias], default))
    checked = any(one.validator is not None or one.converter is not None for one in cls.__attrs_attrs__)
    return Construction(cls, cls, tuple(found), checked or hasattr(cls, "__attrs_post_init__") or has_descriptors(cls))


def is_frozen(cls: Any) -> bool:
    """Whether its fields cannot be assigned."""
    inspect = getattr(sys.modules["attr"], "inspect", None)  # new in attrs 25.4
    if inspect is not None:
        return bool(inspect(cls).is_frozen)
    return getattr(cls.__setattr__, "__name__", "") == "_frozen_setattrs"


def replaced(value: Any, attribute: str, new: Any) -> Any:
    """A copy with another value in one field."""
    import attrs  # noqa: PLC0415 - an optional library, there wherever its classes are

    return attrs.evolve(value, **{parameter_for(type(value), attribute, fields(type(value))): new})


def replacement_code(name: str, attribute: str, new: str) -> str:
    """The Python that makes such a copy."""
    return f"{name} = evolve({name}, {attribute}={new})"

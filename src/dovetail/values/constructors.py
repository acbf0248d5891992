"""What a class's constructor takes, read from the class once."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any

from dovetail.hints import kept_as


class Unknown:
    """Stands for the default of a parameter that has none, or that is made anew by each call."""

    __slots__ = ()


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a constructor.

    Attributes:
        name: what the constructor calls it.
        attributes: the attributes that may hold it, the likeliest first.
        default: its plain default.
        positional: whether it is given by position.
    """

    name: str
    attributes: tuple[str, ...]
    default: object = UNKNOWN
    positional: bool = False


@dataclass(frozen=True, slots=True)
class Constructor:
    """What a class's constructor takes.

    Attributes:
        parameters: in their order.
        hidden: the plain defaults of the fields that it does not take.
    """

    parameters: tuple[Parameter, ...]
    hidden: dict[str, object] = dataclasses.field(default_factory=dict)


@cache
def constructor_of(cls: type) -> Constructor:
    """The constructor of a class: by its signature, with the fields that a library has declared for it."""
    for mark, fields_of in _LIBRARIES:
        if hasattr(cls, mark):
            return _constructor(cls, fields_of(cls))
    return _constructor(cls, {})


@dataclass(frozen=True, slots=True)
class _Field:
    """What a library says of one field: its attribute, its parameter (None where it has none), its default."""

    attribute: str
    parameter: str | None
    default: object = UNKNOWN


def _constructor(cls: type, fields: dict[str, _Field]) -> Constructor:
    hidden = {field.attribute: field.default for field in fields.values() if field.parameter is None}
    given = {field.parameter: field for field in fields.values() if field.parameter is not None}
    signature = _signature(cls)
    named = [parameter for parameter in signature if parameter.kind not in _VARIADIC]
    parameters = tuple(
        Parameter(
            parameter.name,
            _attributes(cls, parameter.name, given),
            given[parameter.name].default if parameter.name in given else _default(parameter),
            positional=parameter.kind is parameter.POSITIONAL_ONLY
            or (len(signature) == 1 and parameter.kind is parameter.POSITIONAL_OR_KEYWORD),
        )
        for parameter in named
    )
    return Constructor(parameters, hidden)


_VARIADIC = frozenset({inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD})


def _signature(cls: type) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(cls).parameters.values())
    except (ValueError, TypeError):  # a class written in C that does not say
        return []


def _default(parameter: inspect.Parameter) -> object:
    return UNKNOWN if parameter.default is parameter.empty else parameter.default


def _attributes(cls: type, name: str, given: dict[str, _Field]) -> tuple[str, ...]:
    if name in given:
        return (given[name].attribute,)
    kept = kept_as(cls).get(name)
    mangled = (f"_{base.__name__.lstrip('_')}__{name}" for base in cls.__mro__)
    return (*([kept] if kept else []), name, f"_{name}", f"{name}_", *mangled)


def _unless(value: object, *unknown: object) -> object:
    return UNKNOWN if any(value is mark for mark in unknown) else value


def _dataclass(cls: Any) -> dict[str, _Field]:
    return {
        field.name: _Field(field.name, field.name if field.init else None, _unless(field.default, dataclasses.MISSING))
        for field in dataclasses.fields(cls)
    }


def _attrs(cls: Any) -> dict[str, _Field]:
    return {
        field.name: _Field(
            field.name, field.alias if field.init else None, UNKNOWN if _is_factory(field.default) else field.default
        )
        for field in cls.__attrs_attrs__
    }


def _is_factory(default: object) -> bool:
    """Whether an attrs or msgspec default is made by a call, or is not there at all."""
    return type(default).__name__ in {"Factory", "NoDefault", "NoDefaultType", "_Nothing"}


def _msgspec(cls: Any) -> dict[str, _Field]:
    names, defaults = cls.__struct_fields__, cls.__struct_defaults__
    padded = (UNKNOWN,) * (len(names) - len(defaults)) + tuple(defaults)
    return {
        name: _Field(name, name, UNKNOWN if _is_factory(default) else default)
        for name, default in zip(names, padded, strict=True)
    }


def _pydantic(cls: Any) -> dict[str, _Field]:
    by_name = cls.model_config.get("populate_by_name") or cls.model_config.get("validate_by_name")
    fields = {
        name: _Field(
            name,
            name if by_name or not isinstance(field.validation_alias, str) else field.validation_alias,
            UNKNOWN if field.default_factory or field.is_required() else field.default,
        )
        for name, field in cls.__pydantic_fields__.items()
    }
    private = {
        name: _Field(name, None, UNKNOWN if attribute.default_factory else attribute.default)
        for name, attribute in cls.__private_attributes__.items()
    }
    return fields | private


_LIBRARIES = (
    ("__struct_fields__", _msgspec),
    ("__pydantic_private__", _pydantic),
    ("__attrs_attrs__", _attrs),
    ("__dataclass_fields__", _dataclass),
)

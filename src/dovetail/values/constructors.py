"""What a class's constructor takes, read from the class once."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any


class _Required:
    """The default of a parameter that has none."""

    __slots__ = ()


REQUIRED = _Required()
"""The default of a parameter that must be given."""

COMPUTED = _Required()
"""The default of a parameter whose default is made anew by each call."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a constructor.

    Attributes:
        name: what the constructor calls it.
        attributes: the attributes that may hold it, the likeliest first.
        default: its plain default, `REQUIRED`, or `COMPUTED`.
        positional: whether it can be given by position only.
    """

    name: str
    attributes: tuple[str, ...]
    default: object = REQUIRED
    positional: bool = False


@dataclass(frozen=True, slots=True)
class Constructor:
    """What a class's constructor takes.

    Attributes:
        parameters: in their order.
        hidden: attributes that it fills in by itself, with the default each starts from.
        open: whether it takes any attribute by keyword.
    """

    parameters: tuple[Parameter, ...]
    hidden: dict[str, object]
    open: bool = False


@cache
def constructor_of(cls: type) -> Constructor:
    """The constructor of a class: its dataclass, attrs, pydantic or msgspec fields, else its signature."""
    for generator, mark in (
        (_msgspec, "__struct_fields__"),
        (_pydantic, "__pydantic_private__"),
        (_attrs, "__attrs_attrs__"),
        (_dataclass, "__dataclass_fields__"),
        (_named_tuple, "_field_defaults"),
    ):
        if hasattr(cls, mark) and _own_init(cls, mark):
            return generator(cls)
    return _signature(cls)


def _own_init(cls: type, mark: str) -> bool:
    """Whether the class that has the fields also has the constructor, rather than a plain class below it."""
    for base in cls.__mro__:
        if mark in vars(base) or base.__name__ in {"BaseModel", "Struct"}:
            return True
        if "__init__" in vars(base):
            return False
    return True


def _default(value: object, factory: object, missing: object) -> object:
    if factory is not missing and factory is not None:
        return COMPUTED
    return REQUIRED if value is missing else value


def _dataclass(cls: Any) -> Constructor:
    if not cls.__dataclass_params__.init:
        return _signature(cls)
    fields = dataclasses.fields(cls)
    missing = dataclasses.MISSING
    return Constructor(
        tuple(
            Parameter(field.name, (field.name,), _default(field.default, field.default_factory, missing))
            for field in fields
            if field.init
        ),
        {f.name: _default(f.default, f.default_factory, missing) for f in fields if not f.init},
    )


def _attrs(cls: Any) -> Constructor:
    def default(field: Any) -> object:
        if type(field.default).__name__ == "Factory":
            return COMPUTED
        return REQUIRED if getattr(field.default, "name", None) == "NOTHING" else field.default

    fields = cls.__attrs_attrs__
    return Constructor(
        tuple(Parameter(field.alias, (field.name,), default(field)) for field in fields if field.init),
        {field.name: default(field) for field in fields if not field.init},
    )


def _pydantic(cls: Any) -> Constructor:
    parameters = []
    for name, field in cls.__pydantic_fields__.items():
        by_name = field.alias is None or cls.model_config.get("populate_by_name")
        default = COMPUTED if field.default_factory else REQUIRED if field.is_required() else field.default
        parameters.append(Parameter(name if by_name else field.alias, (name,), default))
    hidden = {
        name: COMPUTED if private.default_factory else private.default
        for name, private in cls.__private_attributes__.items()
    }
    return Constructor(tuple(parameters), hidden, open=cls.model_config.get("extra") == "allow")


def _msgspec(cls: Any) -> Constructor:
    names, defaults = cls.__struct_fields__, cls.__struct_defaults__
    padded = (REQUIRED,) * (len(names) - len(defaults)) + defaults

    def plain(default: Any) -> object:
        return COMPUTED if type(default).__name__ == "Factory" else default

    return Constructor(
        tuple(Parameter(name, (name,), plain(default)) for name, default in zip(names, padded, strict=True)), {}
    )


def _named_tuple(cls: Any) -> Constructor:
    defaults = cls._field_defaults
    return Constructor(tuple(Parameter(name, (name,), defaults.get(name, REQUIRED)) for name in cls._fields), {})


def _signature(cls: type) -> Constructor:
    try:
        parameters = list(inspect.signature(cls).parameters.values())
    except (ValueError, TypeError):
        return Constructor((), {}, open=True)
    return Constructor(
        tuple(
            Parameter(
                parameter.name,
                _likely_attributes(cls, parameter.name),
                REQUIRED if parameter.default is parameter.empty else parameter.default,
                positional=parameter.kind is parameter.POSITIONAL_ONLY,
            )
            for parameter in parameters
            if parameter.kind not in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}
        ),
        {},
        open=any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters),
    )


def _likely_attributes(cls: type, name: str) -> tuple[str, ...]:
    mangled = tuple(f"_{base.__name__.lstrip('_')}__{name}" for base in cls.__mro__)
    return (name, f"_{name}", f"{name}_", *mangled)

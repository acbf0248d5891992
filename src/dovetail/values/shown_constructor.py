"""How an object is written as a call of its constructor, read from the class once."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dovetail.introspection import kept_as
from dovetail.introspection.signatures import VARIADIC, parameters_of
from dovetail.records.constructors import library_of, remembers_what_was_given
from dovetail.records.library import Field, made
from dovetail.records.parameters import NOTHING
from dovetail.values.picture import picture
from dovetail.values.walk import Walk


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """One parameter of a constructor.

    Attributes:
        name: what the constructor calls it.
        attributes: the attributes that may hold it, the likeliest first.
        default: its plain default.
        positional: whether it is given by position.
    """

    name: str
    attributes: tuple[str, ...]
    default: object = NOTHING
    positional: bool = False


@dataclass(frozen=True, slots=True)
class ShownConstructor:
    """What a class's constructor takes.

    Attributes:
        parameters: in their order.
        hidden: the plain defaults of the fields that it does not take.
    """

    parameters: tuple[ShownParameter, ...]
    hidden: dict[str, object] = dataclasses.field(default_factory=dict)


@cache
def shown_constructor(cls: type) -> ShownConstructor:
    """The constructor of a class: by its signature, with the fields that a library has declared for it."""
    library = library_of(cls)
    return _constructor(cls, {} if library is None else library.fields(cls))


def _constructor(cls: type, fields: Mapping[str, Field]) -> ShownConstructor:
    hidden = {field.attribute: field.default for field in fields.values() if field.parameter is None}
    given = {field.parameter: field for field in fields.values() if field.parameter is not None}
    signature = list((parameters_of(cls) or {}).values())
    named = [parameter for parameter in signature if parameter.kind not in VARIADIC]
    parameters = tuple(
        ShownParameter(
            parameter.name,
            _attributes(cls, parameter.name, given),
            _declared_default(cls, given[parameter.name]) if parameter.name in given else _default(parameter),
            positional=parameter.kind is parameter.POSITIONAL_ONLY
            or (len(signature) == 1 and parameter.kind is parameter.POSITIONAL_OR_KEYWORD),
        )
        for parameter in named
    )
    return ShownConstructor(parameters, hidden)


def _declared_default(cls: type, field: Field) -> object:
    """The plain default; also what a factory makes each time, where an object remembers whether it was given."""
    if field.factory is None or not remembers_what_was_given(cls):
        return field.default
    default, again = picture(made(field.factory)), picture(made(field.factory))
    return default if Walk().agree(default.root, again.root) else NOTHING


def _default(parameter: inspect.Parameter) -> object:
    return NOTHING if parameter.default is parameter.empty else parameter.default


def _attributes(cls: type, name: str, given: Mapping[str, Field]) -> tuple[str, ...]:
    if name in given:
        return (given[name].attribute,)
    kept = kept_as(cls).get(name)
    mangled = (f"_{base.__name__.lstrip('_')}__{name}" for base in cls.__mro__)
    return (*([kept] if kept else []), name, f"_{name}", f"{name}_", *mangled)

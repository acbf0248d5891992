"""What a constructor or a factory takes, and what its signature and annotations say of that."""

from __future__ import annotations

import dataclasses
import inspect
import types
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dovetail.hints import resolve, substitute, type_arguments
from dovetail.introspection.signatures import VARIADIC, parameters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOTHING: Any = object()
"""Stands for an annotation or a default that is not there."""


@dataclass(frozen=True)
class ConstructorParameter:
    """A value that a constructor or a factory takes.

    Attributes:
        name: the name to pass it by.
        field: what users call it: without the underscore of a private attribute.
        hint: its type.
        required: whether it may not be left out.
        default: its value where it is left out, made once if a factory makes it.
        metadata: constraints that stand beside the type.
        positional: whether it can be passed by position only.
    """

    name: str
    field: str
    hint: Any
    required: bool = True
    default: Any = NOTHING
    metadata: tuple[Any, ...] = ()
    positional: bool = False


@dataclass(frozen=True)
class Construction:
    """One way to make an object of a class.

    Attributes:
        owner: the class.
        target: what to call.
        parameters: what it takes.
        may_refuse: whether it can raise for values of the right types.
    """

    owner: type
    target: Callable[..., Any]
    parameters: tuple[ConstructorParameter, ...]
    may_refuse: bool

    @cached_property
    def by_position(self) -> list[str]:
        """The names of the parameters that have to be passed by position."""
        return [parameter.name for parameter in self.parameters if parameter.positional]

    def call(self, values: Mapping[str, Any]) -> Any:
        """Make an object of these values."""
        named = dict(values)
        places = [named.pop(name) for name in self.by_position if name in named]
        return self.target(*places, **named)


def parameter_of(name: str, hint: Any, one: inspect.Parameter, default: Any = NOTHING) -> ConstructorParameter:
    """A parameter from what a signature says of it; `default` where the signature does not show the real one."""
    required = one.default is inspect.Parameter.empty
    if default is NOTHING and not required:
        default = one.default
    if isinstance(hint, dataclasses.InitVar):
        hint = hint.type
    positional = one.kind is inspect.Parameter.POSITIONAL_ONLY
    return ConstructorParameter(name, name.lstrip("_") or name, hint, required, default, positional=positional)


def specialised(hint: Any, types_: Mapping[str, Any]) -> dict[str, Any]:
    """Types with the variables replaced that a class, or an alias of it, binds."""
    bound = {variable: one for each in type_arguments(hint).values() for variable, one in each.items()}
    return {name: substitute(one, bound) for name, one in types_.items()}


def signature_of(function: Any) -> dict[str, inspect.Parameter] | None:
    """The parameters of a callable that take one value each; None where it has no signature."""
    parameters = parameters_of(function)
    return None if parameters is None else {name: one for name, one in parameters.items() if one.kind not in VARIADIC}


def from_signature(hint: Any, cls: type, defaults: Mapping[str, Any] | None = None) -> tuple[ConstructorParameter, ...]:
    """The parameters of a generated constructor.

    Args:
        hint: the class, or an alias of it.
        cls: the class.
        defaults: what factories make, by parameter: the signature does not show it.
    """
    said, known = resolve(hint), defaults or {}
    return tuple(
        parameter_of(name, said.get(name, NOTHING), one, known.get(name, NOTHING))
        for name, one in (signature_of(cls) or {}).items()
    )


def is_generated(cls: type, name: str) -> bool:
    """Whether a method, if the class has it at all, was written by a library and not by hand."""
    method = getattr(cls, name, None)
    method = getattr(method, "__wrapped__", method)
    code = getattr(method, "__code__", None)
    return code is None or code.co_filename.startswith(("<string>", "<attrs generated"))


def has_descriptors(cls: type) -> bool:
    """Whether assigning a field runs code of the user's."""
    members = {name: one for base in reversed(cls.__mro__) for name, one in vars(base).items()}
    return any(
        hasattr(members.get(name), "__set__") and not isinstance(members[name], types.MemberDescriptorType)
        for name in resolve(cls)
    )

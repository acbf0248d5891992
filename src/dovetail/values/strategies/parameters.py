"""What a constructor or a factory takes."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dovetail import hints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOTHING: Any = object()
"""Stands for an annotation or a default that is not there."""

_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


@dataclass(frozen=True)
class Parameter:
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
    parameters: tuple[Parameter, ...]
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


def parameter_of(name: str, hint: Any, one: inspect.Parameter, default: Any = NOTHING) -> Parameter:
    """A parameter from what a signature says of it; `default` where the signature does not show the real one."""
    required = one.default is inspect.Parameter.empty
    if default is NOTHING and not required:
        default = one.default
    if isinstance(hint, dataclasses.InitVar):
        hint = hint.type
    positional = one.kind is inspect.Parameter.POSITIONAL_ONLY
    return Parameter(name, name.lstrip("_") or name, hint, required, default, positional=positional)


def specialised(hint: Any, types_: Mapping[str, Any]) -> dict[str, Any]:
    """Types with the variables replaced that a class, or an alias of it, binds."""
    bound = {variable: one for each in hints.type_arguments(hint).values() for variable, one in each.items()}
    return {name: hints.substitute(one, bound) for name, one in types_.items()}


def signature_of(function: Any) -> dict[str, inspect.Parameter] | None:
    """The parameters of a callable that take one value each; None where it has no signature."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return None
    return {name: one for name, one in parameters.items() if one.kind not in _VARIADIC}

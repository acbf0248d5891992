"""Rebuild a type with other types in the place of its innermost ones."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from collections.abc import Callable as TypingCallable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

Leaf = Callable[[Any], Any]


def rebuild(hint: Any, leaf: Leaf) -> Any:
    """Replace every leaf of a type by what a function makes of it; PEP 695 aliases become what they stand for."""
    return _Rebuilding(leaf).of(hint)


def is_alias(hint: Any) -> bool:
    """Whether a type is an alias declared by PEP 695's `type X = ...`."""
    return type(hint).__name__ == "TypeAliasType"


def expanded(hint: Any) -> Any:
    """What an alias declared by PEP 695 stands for; any other type is itself."""
    return rebuild(hint, lambda leaf: leaf) if is_alias(hint) or is_alias(get_origin(hint)) else hint


class _Rebuilding:
    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._open: list[Any] = []  # the aliases under expansion: one that names itself stays as it is

    def of(self, hint: Any) -> Any:
        origin = get_origin(hint)
        if is_alias(hint) or is_alias(origin):
            return self._expanded(hint, origin or hint)
        if isinstance(hint, dataclasses.InitVar):
            return dataclasses.InitVar(self.of(hint.type))
        if origin is None:
            return self._leaf(hint)
        if origin is Literal:
            return hint
        if origin is Annotated:
            return Annotated[(self.of(hint.__origin__), *hint.__metadata__)]
        arguments = tuple(self._argument(one) for one in get_args(hint))
        return hint if arguments == get_args(hint) else _with_arguments(hint, origin, arguments)

    def _argument(self, argument: Any) -> Any:
        if isinstance(argument, list):  # the parameters of a callable
            return [self.of(one) for one in argument]
        return argument if argument is ... else self.of(argument)

    def _expanded(self, hint: Any, alias: Any) -> Any:
        if alias in self._open:
            return hint
        arguments = {
            variable: self._argument(given)
            for variable, given in zip(alias.__type_params__, get_args(hint), strict=False)
        }
        self._open.append(alias)
        try:
            value = self.of(alias.__value__)
        finally:
            self._open.pop()
        return rebuild(value, lambda leaf: arguments.get(leaf, leaf)) if arguments else value


def _with_arguments(hint: Any, origin: Any, arguments: tuple[Any, ...]) -> Any:
    if origin in (Union, types.UnionType):
        return Union[arguments]  # noqa: UP007 - built from a tuple
    if arguments and isinstance(arguments[0], list):
        return TypingCallable[arguments[0], arguments[1]]
    if isinstance(hint, types.GenericAlias):
        return types.GenericAlias(origin, arguments)
    return hint.copy_with(arguments) if hasattr(hint, "copy_with") else origin[arguments]

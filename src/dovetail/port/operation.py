"""One operation of a port, as its signature and annotations state it."""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Coroutine, Generator, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, get_args, get_origin

from dovetail.hints import Unresolved


class FunctionKind(Enum):
    """How an operation is called, and how its answer is had."""

    SYNC = "sync"
    ASYNC = "async"
    GENERATOR = "a generator"
    ASYNC_GENERATOR = "an async generator"


MISSING: Any = inspect.Parameter.empty

COLLECTION = ("__getitem__", "__setitem__", "__delitem__", "__contains__", "__len__", "__iter__")
"""The operations of Python's collections, which a port may declare; they are called by position alone."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation, without the receiver.

    Attributes:
        name: as the port spells it.
        kind: one of the kinds of `inspect.Parameter`.
        hint: the resolved annotation, or `MISSING`.
        default: the default, or `MISSING`.
    """

    name: str
    kind: Any
    hint: Any = MISSING
    default: Any = MISSING

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        variadic = self.kind in {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
        return self.default is MISSING and not variadic

    @property
    def keyword_only(self) -> bool:
        """Whether a call must give it by name."""
        return bool(self.kind is inspect.Parameter.KEYWORD_ONLY)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of a port or of an adapter (or one function of a module).

    Attributes:
        name: the method's name.
        parameters: without the receiver.
        returns: what the call gives in the end: the awaited value of a coroutine; `MISSING` where not annotated.
        function_kind: sync, async or a generator.
    """

    name: str
    parameters: tuple[Parameter, ...]
    returns: Any
    function_kind: FunctionKind
    signature: inspect.Signature = field(compare=False, repr=False)

    @property
    def required(self) -> tuple[Parameter, ...]:
        """The parameters that every call must give."""
        return tuple(parameter for parameter in self.parameters if parameter.required)


_STREAMS = (AsyncIterator, AsyncIterable, AsyncGenerator)
_AWAITABLE = (Awaitable, Coroutine)


def operation(name: str, function: Any, hints: dict[str, Any], *, receiver: bool) -> Operation:
    """Read one function into an operation.

    Args:
        name: the name under which callers know it.
        function: the plain function, with or without a receiver.
        hints: its resolved annotations.
        receiver: whether the first parameter is `self` or `cls`.
    """
    signature = inspect.signature(function)
    listed = list(signature.parameters.values())[1 if receiver else 0 :]
    if name in COLLECTION:
        listed = [each.replace(kind=inspect.Parameter.POSITIONAL_ONLY) for each in listed]
    parameters = tuple(
        Parameter(each.name, each.kind, _known(hints.get(each.name, MISSING)), each.default) for each in listed
    )
    returns = _known(hints.get("return", MISSING))
    return Operation(
        name, parameters, _awaited(returns), function_kind_of(function, returns), signature.replace(parameters=listed)
    )


def function_kind_of(function: Any, returns: Any = MISSING) -> FunctionKind:
    """The kind of a function; a plain `def` that is annotated as an async iterator or a coroutine counts as such."""
    if inspect.isasyncgenfunction(function):
        return FunctionKind.ASYNC_GENERATOR
    if inspect.iscoroutinefunction(function):
        return FunctionKind.ASYNC
    if inspect.isgeneratorfunction(function):
        return FunctionKind.GENERATOR
    origin = get_origin(returns) or returns
    if origin in _STREAMS:
        return FunctionKind.ASYNC_GENERATOR
    if inspect.isclass(origin) and issubclass(origin, (Iterator, Generator)):
        return FunctionKind.GENERATOR
    if origin in _AWAITABLE:
        return FunctionKind.ASYNC
    return FunctionKind.SYNC


def _awaited(returns: Any) -> Any:
    return get_args(returns)[-1] if get_origin(returns) in _AWAITABLE else returns


def _known(hint: Any) -> Any:
    """The annotation; `Any` and what cannot be resolved say no more than none."""
    return MISSING if isinstance(hint, Unresolved) or hint is Any else hint

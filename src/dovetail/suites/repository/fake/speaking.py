"""Gives an answer as the port's operation does: returned, raised, as a Result, awaited or streamed."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Set
from types import FunctionType
from typing import Any, get_origin

from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.policies import Answer, Failed, Raised
from dovetail.port import FunctionKind, Operation, result_arguments
from dovetail.suites.calls.closing import close_result
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.calls.speaking import of_its_kind

Answers = Callable[..., Answer]


def spoken(operation: Operation, like: FunctionType, answers: Answers) -> Callable[..., Any]:
    """A method of the same kind (sync, async, generator) and signature as the port's own.

    Args:
        operation: the port's operation.
        like: the function that declares it.
        answers: gives the answer to a call, from the fake itself and the caller's arguments.
    """

    def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
        return said(operation, answers(self, *args, **kwargs))

    method = functools.update_wrapper(of_its_kind(operation, answered), like)
    vars(method).pop("__isabstractmethod__", None)
    return method


def said(operation: Operation, answer: Answer) -> Any:
    """The answer in the operation's own terms: raised, in a Result, in the collection that it declares."""
    if isinstance(answer, Raised):
        raise answer.error
    if result_arguments(operation.returns) is not None:
        held = answer if isinstance(answer, Failed) else type(answer)(collected(answer.value, operation))
        return close_result(held, operation.returns, operation.name)
    if isinstance(answer, Failed):
        raise ContractError(
            f"{operation.name} answers with a failure, and is not annotated with a Result",
            "annotate it, e.g. -> Result[Order, OrderNotFound], or state raises(...) in place of fails(...)",
        )
    return collected(answer.value, operation)


def collected(value: Any, operation: Operation) -> Any:
    """A list of aggregates in the collection that the operation declares; anything else as it is."""
    hint, _ = optional(returned(operation))
    if not isinstance(value, list) or operation.function_kind is FunctionKind.ASYNC_GENERATOR or element(hint) is None:
        return value
    cls = get_origin(hint)
    if issubclass(cls, Iterator):
        return (each for each in value)
    if issubclass(cls, AsyncIterable):
        return _stream(value)
    if not inspect.isabstract(cls):
        return cls(value)
    return set(value) if issubclass(cls, Set) else value


async def _stream(values: Iterable[Any]) -> AsyncIterator[Any]:
    for each in values:
        yield each

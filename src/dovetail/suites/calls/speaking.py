"""Methods of the kind that a port declares: sync, awaited, or streamed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from dovetail.port import FunctionKind, Operation


def of_its_kind(operation: Operation, answers: Callable[..., Any]) -> Callable[..., Any]:
    """A method of the kind that the port declares.

    Args:
        operation: the port's operation.
        answers: gives what a call comes to, from the object itself and the caller's arguments.
    """

    def plain(self: Any, *args: Any, **kwargs: Any) -> Any:
        return answers(self, *args, **kwargs)

    async def awaited(self: Any, *args: Any, **kwargs: Any) -> Any:
        return answers(self, *args, **kwargs)

    async def streamed(self: Any, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        for each in answers(self, *args, **kwargs):
            yield each

    kinds: dict[FunctionKind, Callable[..., Any]]
    kinds = {FunctionKind.ASYNC: awaited, FunctionKind.ASYNC_GENERATOR: streamed}
    made = kinds.get(operation.function_kind, plain)
    made.__name__ = operation.name
    return made

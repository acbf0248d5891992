"""Methods of a fake, of the kind that its port declares: sync, awaited, or streamed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import FunctionKind, Operation
from dovetail.suites.calls.operation_call import OperationCall


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


def refusing(cause: str, remedy: str) -> Callable[..., Any]:
    """A method of a fake of which nothing is known: it says so, and what to write."""

    def refuse(_self: Any, *_: Any, **__: Any) -> Any:
        raise ContractError(cause, remedy)

    return refuse


def given_by_role(operation: Operation, call: OperationCall, args: Any, kwargs: Any) -> dict[str, Any]:
    """What a caller of an operation gives, by the roles of its parameters."""
    bound = operation.signature.bind(*args, **kwargs)
    bound.apply_defaults()
    return {role: bound.arguments[each.name] for each, role in call.roles if each.name in bound.arguments}

"""Calls any adapter, whatever its colour, and gives what it answered as a value.

Here alone sync and async, plain returns, exceptions and Results are told apart; a clause never sees the difference.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from types import TracebackType
from typing import Any, Self

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result

_LAST_WORDS = 0.05  # seconds: the thread of a database driver that failed to connect still answers to the event loop


class Driver:
    """Runs calls one at a time; what is async runs on one event loop that lives as long as the driver."""

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is None:
            return
        if error is not None:
            self._runner.run(asyncio.sleep(_LAST_WORDS))
        self._runner.close()

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        """What the call answers in the end: awaited, drained where it is a stream, opened where it is a Result.

        Args:
            function: what is called.
            *args: its arguments.
            **kwargs: its arguments by name.
            _awaited: whether a caller of the port writes `await`, which fails on anything that is not awaitable.
        """
        try:
            value = function(*args, **kwargs)
            if _awaited:
                value = _awaited_once(self._run(_await, value))
            stream = type(value) if isinstance(value, (AsyncIterator, Iterator)) else None
            value = value if _awaited and inspect.isawaitable(value) else self.settle(value)
            if isinstance(value, Iterator):
                stream = type(value)
                value = list(value)
        except ContractError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
            return Raised(error)
        return open_result(value) or Returned(value, stream)

    def settle(self, value: Any) -> Any:
        """The value itself, or what an awaitable or an async iterator gives in the end."""
        if inspect.isasyncgen(value) or (isinstance(value, AsyncIterator) and not inspect.isawaitable(value)):
            return self._run(_drain, value)
        if inspect.isawaitable(value):
            return self._run(_await, value)
        return value

    def enter(self, context: Any) -> Any:
        """Enter a context manager of either colour."""
        if hasattr(context, "__aenter__") and not hasattr(context, "__enter__"):
            return self.settle(context.__aenter__())
        return context.__enter__()

    def leave(self, context: Any, error: BaseException | None = None) -> None:
        """Leave a context manager of either colour."""
        details = (type(error), error, error.__traceback__) if error is not None else (None, None, None)
        if hasattr(context, "__aexit__") and not hasattr(context, "__exit__"):
            self.settle(context.__aexit__(*details))
        else:
            context.__exit__(*details)

    def _run(self, settled: Callable[[Any], Coroutine[Any, Any, Any]], value: Any) -> Any:
        if self._runner is None:
            _refuse_running_loop(value)
            self._runner = asyncio.Runner()
        return self._runner.run(settled(value))


def _refuse_running_loop(value: Any) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    if inspect.iscoroutine(value):
        value.close()
    raise ContractError(
        "an event loop runs in this thread, and an async adapter needs one of its own",
        "run the suite in another thread: await asyncio.to_thread(dovetail.verify, TestAsyncOrders)",
    )


def _awaited_once(value: Any) -> Any:
    """What an await gave; where that is a coroutine, nobody is going to await it again."""
    if inspect.iscoroutine(value):
        value.close()
    return value


async def _await(value: Any) -> Any:
    return await value


async def _drain(stream: AsyncIterator[Any]) -> list[Any]:
    return [each async for each in stream]

"""Calls any adapter, sync or async, and gives what it answered as a value.

Here alone sync and async, plain returns, exceptions and Results are told apart; a clause never sees the difference.
"""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

from dovetail.errors import ContractError
from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.kernel.clients import Conduct, in_tasks, in_threads, settled_in_task
from dovetail.values.strategies.sampling import IDLE

T = TypeVar("T")

_LAST_WORDS = 0.3  # seconds for the thread of a database driver that failed to connect; others have no end
_TICK = 0.001
_PLAIN = frozenset({type(None), bool, int, str, list, tuple, dict})  # neither awaited nor drained


class Driver:
    """Runs calls one at a time; what is async runs on one event loop that lives as long as the driver."""

    def __init__(self) -> None:
        self._runner: asyncio.Runner | None = None
        self._asynchronous = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is None:
            return
        if error is not None:
            self._runner.run(self._last_words())
        self._runner.close()

    def begin_again(self) -> None:
        """Forget the event loop, which belongs to the process that this one was forked from."""
        self._runner = None

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
            if type(value) in _PLAIN:
                return open_result(value) or Returned(value)
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
        if isinstance(value, AsyncIterator) or inspect.isawaitable(value):
            return self._run(settled_in_task, value)
        return value

    def at_the_same_time(self, conduct: Conduct[T], *, awaited: bool) -> T:
        """Let several clients work at the same time: in tasks where adapters are async, else in threads.

        Args:
            conduct: starts the clients and says how they take turns.
            awaited: whether a caller of the port awaits what they call.
        """
        if awaited or self._asynchronous:
            return self.settle(in_tasks(conduct))  # type: ignore[no-any-return]
        return in_threads(conduct, _settling)

    def enter(self, context: Any) -> Any:
        """Enter a context manager, sync or async."""
        self._asynchronous = _only_async(context)
        entered = entering(context)
        return self.settle(entered) if self._asynchronous else entered

    def leave(self, context: Any, error: BaseException | None = None) -> None:
        """Leave a context manager, sync or async."""
        self.settle(leaving(context, error))

    def _run(self, settled: Callable[[Any], Coroutine[Any, Any, Any]], value: Any) -> Any:
        if self._runner is None:
            _refuse_running_loop(value)
            self._runner = asyncio.Runner()
            self._threads = _working()
        return self._runner.run(settled(value))

    async def _last_words(self) -> None:
        """Let threads end that were begun meanwhile: that of a database driver still answers to the event loop."""
        patience = Patience(_LAST_WORDS)
        while _working() - self._threads and not patience.is_over():
            await asyncio.sleep(_TICK)


def _working() -> set[threading.Thread]:
    """The threads that there are, without those that stay and only wait."""
    return {each for each in threading.enumerate() if not each.name.startswith(IDLE)}


@contextmanager
def _settling() -> Iterator[Callable[[Any], Any]]:
    """What settles values in one thread: a driver of its own, since an event loop belongs to its thread."""
    with Driver() as driver:
        yield driver.settle


def _only_async(context: Any) -> bool:
    """Whether a context manager can be entered by `async with` alone."""
    return hasattr(context, "__aenter__") and not hasattr(context, "__enter__")


def entering(context: Any) -> Any:
    """Enter a context manager, sync or async: what it gives, which may be still to be awaited."""
    return context.__aenter__() if _only_async(context) else context.__enter__()


def leaving(context: Any, error: BaseException | None = None) -> Any:
    """Leave a context manager, sync or async: what it gives, which may be still to be awaited."""
    details = (type(error), error, error.__traceback__) if error is not None else (None, None, None)
    return context.__aexit__(*details) if _only_async(context) else context.__exit__(*details)


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

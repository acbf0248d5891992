"""How calls are made: after something else, in a thread of their own, or several in one event loop."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable, Sequence
from threading import Thread
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.made import Made
from dovetail.suites.kernel.dawdling import Dawdling
from dovetail.suites.kernel.driver import Driver

_TURNS = 5
_ASKING = 1.0  # seconds for a call to ask
_CLOSING = 0.3  # seconds: an adapter that cannot be closed may keep some open
_TICK = 0.001


async def last_turns(are_closed: Callable[[], bool]) -> None:
    """Give the event loop the turns in which it closes the connections that a client has given up.

    Args:
        are_closed: whether the provider has seen that of all of them; over TLS, they wait for it.
    """
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    patience = Patience(_CLOSING)
    while not are_closed() and not patience.is_over():
        await asyncio.sleep(_TICK)


def preceded(function: Callable[..., Any], before: Callable[[], object] | None, *, awaited: bool) -> Callable[..., Any]:
    """The function, with something that is called before it in the same context."""
    if before is None:
        return function
    if not awaited:

        def call(*args: Any, **kwargs: Any) -> Any:
            before()
            return function(*args, **kwargs)

        return call

    async def call_async(*args: Any, **kwargs: Any) -> Any:
        before()
        return await function(*args, **kwargs)

    return call_async


def answer_in_thread(adapter: Any, made: Made, dawdling: Dawdling | None = None) -> None:
    """Make a call with a driver of its own, perhaps in a thread that takes its time."""
    with Driver() as driver:
        if dawdling is not None:
            dawdling.begin()
        made.answer = driver.call(made.call.operation.function, adapter, *made.call.args, **made.call.kwargs)
        if dawdling is not None:
            dawdling.end()


async def gathered(adapter: Any, calls: Sequence[Call]) -> list[Answer]:
    """Make calls at the same time, in a task each."""
    return await asyncio.gather(*(_answer_in_task(adapter, call) for call in calls))


def begun(adapter: Any, made: Made, driver: Driver, has_asked: Callable[[], bool]) -> Callable[[], None]:
    """Begin a call, and let it run until it has asked the provider; gives what waits for its end."""
    if made.call.operation.awaited:
        [task] = driver.settle(_begun_in_task(adapter, made.call, has_asked))

        def end() -> None:
            made.answer = driver.settle(task)

        return end
    thread = Thread(target=answer_in_thread, args=(adapter, made), daemon=True)
    thread.start()
    patience = Patience(_ASKING)
    while not (has_asked() or made.answer is not None or patience.is_over()):
        time.sleep(_TICK)
    return thread.join


async def _begun_in_task(adapter: Any, call: Call, has_asked: Callable[[], bool]) -> list[asyncio.Task[Answer]]:
    task = asyncio.create_task(_answer_in_task(adapter, call))
    patience = Patience(_ASKING)
    while not (has_asked() or task.done() or patience.is_over()):
        await asyncio.sleep(_TICK)
    return [task]


async def _answer_in_task(adapter: Any, call: Call) -> Answer:
    try:
        value = call.operation.function(adapter, *call.args, **call.kwargs)
        value = await value if inspect.isawaitable(value) else value
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)

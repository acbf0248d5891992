"""How calls are made: after something else, in a thread of their own, or several in one event loop."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.made import Made
from dovetail.suites.kernel.driver import Driver

_TURNS = 5
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


def answer_in_thread(adapter: Any, made: Made) -> None:
    """Make a call with a driver of its own."""
    with Driver() as driver:
        made.answer = driver.call(made.call.operation.function, adapter, *made.call.args, **made.call.kwargs)


async def gathered(adapter: Any, calls: Sequence[Call]) -> list[Answer]:
    """Make calls at the same time, in a task each."""

    async def one(call: Call) -> Answer:
        try:
            value = call.operation.function(adapter, *call.args, **call.kwargs)
            value = await value if inspect.isawaitable(value) else value
        except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
            return Raised(error)
        return open_result(value) or Returned(value)

    return await asyncio.gather(*map(one, calls))

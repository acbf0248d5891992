"""Several clients of one store at the same time: threads where their calls are plain, tasks where they are awaited.

What a client does, and how clients take turns, is written once for both: as generators that know nothing of either.
"""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import local
from typing import Any, Protocol, TypeVar

from dovetail.errors import ContractError
from dovetail.patience import Patience
from dovetail.policies import Answer, Raised
from dovetail.suites.kernel.dawdling import Dawdling

T = TypeVar("T")

Work = Callable[[], Generator[Any, Any, Answer]]
"""What one client does: it yields each value that may have to be awaited, and is sent what came of it."""

_TICK = 0.001
_CLIENTS = 32  # at most; a pool of fewer threads than clients would let them wait for each other in vain
_PATIENCE = 10.0  # seconds that one client waits for another one to begin


class Running(Protocol):
    """A client at work."""

    def done(self) -> bool:
        """Whether it has ended."""

    def result(self) -> Answer:
        """What its last call answered, or what any of its calls raised."""


class Clients(Protocol):
    """Starts clients that work at the same time."""

    def start(self, work: Work) -> Running:
        """Start a client."""

    def meeting(self, many: int) -> Callable[[], object]:
        """What so many clients call to wait for each other, so that all of them go on at once."""


Conduct = Callable[[Clients], Generator[None, None, T]]
"""How clients take turns: it starts them, and yields wherever they are to get on."""


def in_threads(conduct: Conduct[T], settling: Callable[[], AbstractContextManager[Callable[[Any], Any]]]) -> T:
    """Let clients work in a thread each.

    Args:
        conduct: how they take turns.
        settling: for one thread, opens what says what a value comes to.
    """
    with ThreadPoolExecutor(_CLIENTS) as pool:
        turns = conduct(_Threads(pool, settling))
        while True:
            try:
                next(turns)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            time.sleep(_TICK)


async def in_tasks(conduct: Conduct[T]) -> T:
    """Let clients work in a task each of the event loop that runs."""
    turns = conduct(_Tasks())
    while True:
        try:
            next(turns)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        await asyncio.sleep(_TICK)


class _Threads:
    def __init__(
        self, pool: ThreadPoolExecutor, settling: Callable[[], AbstractContextManager[Callable[[Any], Any]]]
    ) -> None:
        self._pool = pool
        self._settling = settling
        self._own = local()

    def start(self, work: Work) -> Running:
        return self._pool.submit(self._run, work)

    def meeting(self, many: int) -> Callable[[], object]:
        arrived: list[object] = []

        def meet() -> None:
            # A barrier of the standard library wakes one thread after the other, and the first may be done by then.
            arrived.append(None)
            patience = Patience(_PATIENCE)
            while len(arrived) < many and not patience.is_over():
                time.sleep(0)
            self._own.dawdling.begin()

        return meet

    def _run(self, work: Work) -> Answer:
        steps = work()
        self._own.dawdling = Dawdling()
        with self._settling() as settle:
            try:
                return to_its_end(steps, settle)
            except ContractError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
                return Raised(error)
            finally:
                self._own.dawdling.end()


class _Tasks:
    def start(self, work: Work) -> Running:
        return asyncio.ensure_future(self._run(work))

    def meeting(self, many: int) -> Callable[[], object]:  # noqa: ARG002 - as threads have it
        """Nothing to wait for: tasks that are started together come there together."""
        return lambda: None

    async def _run(self, work: Work) -> Answer:
        steps = work()
        try:
            value = next(steps)
            while True:
                try:
                    settled = await settled_in_task(value)
                except Exception as error:  # noqa: BLE001 - anything that an adapter raises; the client's own code catches or raises it
                    value = steps.throw(error)
                else:
                    value = steps.send(settled)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        except ContractError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
            return Raised(error)


def to_its_end(steps: Generator[Any, Any, Answer], settle: Callable[[Any], Any]) -> Answer:
    """Settle what a client yields, one thing after the other, and let it go on: what it answers in the end."""
    try:
        value = next(steps)
        while True:
            try:
                settled = settle(value)
            except Exception as error:  # noqa: BLE001 - anything that an adapter raises; the client's own code catches or raises it
                value = steps.throw(error)
            else:
                value = steps.send(settled)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


async def settled_in_task(value: Any) -> Any:
    """The value itself, or what an awaitable or an async iterator gives in the end."""
    if inspect.isasyncgen(value) or (isinstance(value, AsyncIterator) and not inspect.isawaitable(value)):
        return [each async for each in value]
    return await value if inspect.isawaitable(value) else value

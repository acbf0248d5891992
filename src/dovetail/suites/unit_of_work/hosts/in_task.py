"""An async unit: entered, used and left in one task, which waits for what the clause says next."""

from __future__ import annotations

import asyncio
import inspect
import sys
import types
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from dovetail.errors import ContractError
from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.unit_of_work.hosts.host import Body, HeldUp, RanAway, answered, is_answer
from dovetail.suites.unit_of_work.hosts.script import End, Script, Step

_LONGEST = 30.0  # seconds
_TICK = 0.02
_PATIENCE = 10.0  # seconds for the task of a unit that is given up to end


class InTask:
    """The body of an async unit.

    Attributes:
        waits: how often the unit has waited for anything so far, what the clause says next apart.
        cancel_at: the number of the wait at which its task is cancelled, from 1; None for never.
        cancelled: whether that has happened.
        patience: how many seconds an answer is waited for.
    """

    def __init__(self, driver: Driver, lives: Callable[[Body], Awaitable[Any]], script: Script) -> None:
        """Begin nothing yet.

        Args:
            driver: has the event loop.
            lives: the whole life of the unit, given its body.
            script: what the body is asked to do.
        """
        self._driver = driver
        self._lives = lives
        self._script = script
        self._idle = False
        self._error: BaseException | None = None
        self._task: asyncio.Task[None] | None = None
        self.waits = 0
        self.cancel_at: int | None = None
        self.cancelled = False
        self.patience = _LONGEST

    def open(self) -> Answer:
        return self._told(self._begun())

    def call(self, function: Callable[..., Any], *args: Any, _awaited: bool = False, **kwargs: Any) -> Answer:
        return self._told(self._said(Step(function, args, kwargs, _awaited)))

    def close(self, error: BaseException | None = None) -> Answer:
        self._error = error
        return self._told(self._said(End(error)))

    def resume(self) -> Answer:
        """What a call answers that was held up."""
        self.patience = _LONGEST
        return self._told(self._heard())

    def give_up(self) -> None:
        """End the task, whatever it is at."""
        if self._task is not None and not self._task.done():
            self._driver.settle(self._ended())

    def _told(self, said: Awaitable[Answer]) -> Answer:
        answer: Answer = self._driver.settle(said)
        if isinstance(answer, Raised) and not is_answer(answer.error, self._error):
            raise answer.error
        return answer

    async def _begun(self) -> Answer:
        self._inbox: asyncio.Queue[Step | End] = asyncio.Queue()
        self._outbox: asyncio.Queue[Answer] = asyncio.Queue()
        self._task = asyncio.create_task(self._life())
        return await self._heard()

    async def _said(self, step: Step | End) -> Answer:
        if self._task is None or self._task.done():
            return Raised(RanAway("the unit has ended"))
        self._inbox.put_nowait(step)
        return await self._heard()

    async def _heard(self) -> Answer:
        getting = asyncio.ensure_future(self._outbox.get())
        patience = Patience(self.patience, longest=2 * _TICK)
        while not getting.done() and not patience.is_over():
            await asyncio.wait([getting], timeout=_TICK)
        if getting.done():
            return getting.result()
        getting.cancel()
        return Raised(HeldUp(f"no answer within {self.patience:g} seconds"))

    async def _ended(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task], timeout=_PATIENCE)

    async def _life(self) -> None:
        try:
            value = await _stepped(self._lives(self._body), self._waiting)
            answer = self._script.outcome(value)
        except BaseException as error:  # noqa: BLE001 - whatever comes out of the unit is its answer
            answer = Raised(error)
        self._outbox.put_nowait(answer)

    async def _body(self, *given: Any) -> Any:
        entered = given[0] if given else None
        if not self._script.begins(entered):
            return await self._replayed(entered)
        self._outbox.put_nowait(Returned(entered))
        while True:
            self._idle = True
            step = await self._inbox.get()
            self._idle = False
            self._script.steps.append(step)
            if isinstance(step, End):
                return step.come()
            try:
                answer = await answered(step.function, step.args, step.kwargs, awaited=step.awaited)
            except ContractError as error:
                answer = Raised(error)
            self._outbox.put_nowait(self._script.answers(answer))

    async def _replayed(self, entered: Any) -> Any:
        for step in self._script.steps:
            if isinstance(step, End):
                return self._script.ends_again(step)
            now = self._script.again(step, entered)
            value = now.function(*now.args, **now.kwargs)
            if inspect.isawaitable(value):
                await value
        return None

    def _waiting(self) -> None:
        """Called whenever the task is about to wait."""
        if self._idle:
            return
        self.waits += 1
        task = asyncio.current_task()
        if self.waits == self.cancel_at and task is not None:
            self.cancelled = True
            task.cancel()


@types.coroutine
def _stepped(awaitable: Awaitable[Any], waiting: Callable[[], None]) -> Generator[Any, Any, Any]:
    """Await something, and say so each time before that waits for anything."""
    steps: Any = awaitable.__await__()
    thrown: BaseException | None = None
    while True:
        try:
            waits_for = steps.send(None) if thrown is None else steps.throw(thrown)
        except StopIteration as end:
            return end.value
        if not _may_lose_a_cancellation(awaitable):
            waiting()
        thrown = None
        try:
            yield waits_for
        except BaseException as error:  # noqa: BLE001 - it is for what waits
            thrown = error


def _may_lose_a_cancellation(waits: Any) -> bool:
    """Whether what waits does so in `asyncio.wait_for` of Python 3.11.

    That takes no notice of a cancellation where what it waits for is done meanwhile, as a quick server may be. What a
    driver calls there is no fault of the unit's.
    """
    if sys.version_info >= (3, 12):
        return False
    while waits is not None:
        if getattr(waits, "cr_code", None) is asyncio.wait_for.__code__:
            return True
        waits = getattr(waits, "cr_await", None) or getattr(waits, "gi_yieldfrom", None)
    return False

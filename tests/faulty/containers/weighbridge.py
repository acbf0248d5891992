"""A weighbridge whose factories wait for themselves, or do not wait for each other."""

from __future__ import annotations

import asyncio
import threading
from contextlib import nullcontext

from correct.containers.weighbridge import (
    AsyncVisit,
    AsyncYard,
    Bridge,
    LoadCell,
    Roll,
    Scale,
    Tickets,
    Visit,
    WeighbridgeContract,
    Yard,
    resolve,
)


class SameLock(Bridge):
    lock = threading.Lock


class TakenTwice(WeighbridgeContract):
    """CONT-04: what is made under the lock needs something else that is, and the lock is not taken twice."""

    container = SameLock


class Crossed:
    """Each of the two has a lock, and needs the other one while it holds it."""

    def __init__(self) -> None:
        self.scales, self.rolls = threading.Lock(), threading.Lock()

    def scale(self) -> Scale:
        self.scales.acquire()
        try:
            return LoadCell(self.tickets())
        finally:
            self.scales.release()

    def tickets(self) -> Tickets:
        self.rolls.acquire()
        try:
            return Roll(self.scale())
        finally:
            self.rolls.release()


class Circle(WeighbridgeContract):
    """CONT-04: the scale prints, the printer weighs, and both wait for the other one's lock."""

    container = Crossed


class EagerlyCrossed(Crossed):
    def __init__(self) -> None:
        super().__init__()
        self.first = self.scale()


class CircleAtTheStart(WeighbridgeContract):
    """CONT-04: the same, when it is built."""

    container = EagerlyCrossed


class Weighed(AsyncVisit):
    async def tickets(self) -> Tickets:
        async with self.taken:
            return await super().tickets()


class TasksOfTheirOwn(AsyncYard):
    tasks = Weighed


class AsyncLockTwice(WeighbridgeContract):
    """CONT-04: a coroutine waits for the lock that it holds."""

    container = TasksOfTheirOwn
    scope = staticmethod(lambda yard: yard.scope())
    resolve = staticmethod(resolve)


class Open(Visit):
    lock = nullcontext


class OpenYard(Yard):
    visits = Open


class TwoOfOneVisit(WeighbridgeContract):
    """CONT-08: two threads of one visit have a roll of tickets each."""

    container = OpenYard
    lifetimes = {"scoped": [Tickets]}
    concurrent_scopes = True


class OpenToTasks(AsyncVisit):
    async def tickets(self) -> Tickets:
        if self.roll is None:
            await asyncio.sleep(0)
            self.roll = Roll(self.scale)
        return self.roll


class OpenAsyncYard(AsyncYard):
    tasks = OpenToTasks


class TwoTasksOfOneVisit(WeighbridgeContract):
    """CONT-08: two tasks of one visit have a roll of tickets each."""

    container = OpenAsyncYard
    scope = staticmethod(lambda yard: yard.scope())
    resolve = staticmethod(resolve)
    lifetimes = {"scoped": [Tickets]}
    concurrent_scopes = True

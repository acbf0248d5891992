"""A weighbridge, whose factories take locks of their own: what they wait for is given back."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, Protocol, Self

from dovetail import ContainerContract


class Scale(Protocol):
    """Weighs what stands on it."""

    def weigh(self, truck: str) -> int: ...


class Tickets(Protocol):
    """What was weighed, within one visit."""

    def print(self, truck: str, kilograms: int) -> None: ...


class Weighing(Protocol):
    """A unit of work."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *details: object) -> None: ...

    def note(self, truck: str) -> None: ...


class LoadCell:
    def __init__(self, tickets: object = None) -> None:
        self.tickets = tickets

    def weigh(self, truck: str) -> int:
        return len(truck)


class Roll:
    def __init__(self, scale: object = None) -> None:
        self.scale = scale

    def print(self, truck: str, kilograms: int) -> None: ...


class Noted:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None: ...

    def note(self, truck: str) -> None: ...


class WeighbridgeContract(ContainerContract):
    ports = [Scale, Tickets]
    lifetimes = {"singleton": [Scale]}


class Bridge:
    """What there is once is made under a lock, which the factory of another one may take again."""

    lock: Callable[[], Any] = staticmethod(threading.RLock)  # a function, which an object would bind

    def __init__(self) -> None:
        self.taken = self.lock()
        self.made: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        with self.taken:
            if name not in self.made:
                self.made[name] = make()
            return self.made[name]

    def scale(self) -> Scale:
        return self.once("scale", LoadCell)  # type: ignore[no-any-return]

    def tickets(self) -> Tickets:
        return self.once("tickets", lambda: Roll(self.scale()))  # type: ignore[no-any-return]


class TestNestedLocks(WeighbridgeContract):
    container = Bridge


class Warming(Bridge):
    """The scale warms up while its lock is held: for longer than a cycle is waited for in the tests."""

    lock = threading.Lock

    def scale(self) -> Scale:
        return self.once("scale", self.warmed_up)  # type: ignore[no-any-return]

    def warmed_up(self) -> Scale:
        lock = self.taken
        if lock.locked():
            time.sleep(0.4)
        return LoadCell()

    def tickets(self) -> Tickets:
        return Roll()


class TestSlowUnderALock(WeighbridgeContract):
    container = Warming


class WithUnits(Bridge):
    """Its method `unit` is named as what opens a scope often is, and gives a port."""

    def unit(self) -> Weighing:
        return Noted()


class TestUnitIsAPort(WeighbridgeContract):
    ports = [Scale, Tickets, Weighing]
    container = WithUnits
    lifetimes = {"singleton": [Scale], "transient": [Weighing]}


class Visit:
    """What several threads of one visit ask for is made once."""

    lock: Callable[[], Any] = staticmethod(threading.RLock)  # a function, which an object would bind

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.taken = self.lock()
        self.roll: Roll | None = None

    def tickets(self) -> Tickets:
        with self.taken:
            if self.roll is None:
                self.roll = Roll(self.scale)
            return self.roll


class Yard:
    visits: type[Visit] = Visit

    def __init__(self) -> None:
        self.scale: Scale = LoadCell()

    @contextmanager
    def request(self) -> Iterator[Visit]:
        yield self.visits(self.scale)


class TestVisitOfSeveralThreads(WeighbridgeContract):
    container = Yard
    lifetimes = {"singleton": [Scale], "scoped": [Tickets]}
    concurrent_scopes = True


class AsyncVisit:
    """What several tasks of one visit ask for is made once."""

    lock: Callable[[], Any] = asyncio.Lock

    def __init__(self, scale: Scale) -> None:
        self.scale = scale
        self.taken = self.lock()
        self.roll: Roll | None = None

    async def tickets(self) -> Tickets:
        async with self.taken:
            if self.roll is None:
                await asyncio.sleep(0)
                self.roll = Roll(self.scale)
            return self.roll


class AsyncYard(Yard):
    tasks: type[AsyncVisit] = AsyncVisit

    @asynccontextmanager
    async def scope(self) -> AsyncIterator[AsyncVisit]:
        yield self.tasks(self.scale)


def resolve(asked: Any, key: Any) -> Any:
    return asked.tickets() if key is Tickets else asked.scale


class TestVisitOfSeveralTasks(WeighbridgeContract):
    container = AsyncYard
    scope = staticmethod(lambda yard: yard.scope())
    resolve = staticmethod(resolve)
    lifetimes = {"singleton": [Scale], "scoped": [Tickets]}
    concurrent_scopes = True

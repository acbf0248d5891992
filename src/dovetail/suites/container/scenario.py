"""One scenario of a container: it is built, scopes of it are opened, and what it serves is asked for."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.container.binding import ContainerBinding, name_of_key
from dovetail.suites.container.libraries import Library, Plain, Unserved, library_of
from dovetail.suites.container.source import ContainerSource
from dovetail.suites.container.stalling import Stalled, awaited, ended_when_stalled
from dovetail.suites.kernel.blame import raising
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Served:
    """What a container answered for one port.

    Attributes:
        given: the object; None where it raised.
        error: what it raised.
    """

    given: Any = None
    error: Exception | None = None


class ContainerScenario(Scenario):
    """One example of a clause on containers.

    Attributes:
        binding: the ports, and what is said of them.
        source: builds the containers.
        awaits: whether something of it was awaited so far.
        opens_scopes: whether a scope was opened so far.
    """

    called = "container"
    source: ContainerSource

    def __init__(self, binding: ContainerBinding, driver: Driver, source: Any, draw: Callable[[Any], Any]) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self.awaits = False
        self.opens_scopes = False
        self._was_built = False

    @property
    def adapter(self) -> Any:
        """The container, which is built when it is first needed; one that cannot be is what CONT-01 tells of."""
        if self._context is None and (error := self.start()) is not None:
            if self._was_built:
                self.not_evaluated(f"it was built once, and then it {raising(error)}")
            told = f"it is not built, as CONT-01 or CONT-04 tells: it {raising(error)}"
            self.set_aside(told, left_to_another_clause=True)
        return self._adapter

    @property
    def library(self) -> Library:
        """How the container is spoken to."""
        return library_of(self.adapter)

    def start(self, context: Callable[[], Any] | None = None) -> Exception | None:
        """Build a container as the current one; what its building raised, where it did.

        Args:
            context: gives the context manager that builds it; as the suite's source does where not given.
        """
        self.say(f"container = {self.source.name}()")
        try:
            with ended_when_stalled():
                opened = (context or self.source.connect)()
                container = self.driver.enter(opened)
        except ContractError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a container or what it builds raises
            return error
        self._context, self._adapter, self._was_built = opened, container, True
        return None

    def scope_of(self, container: Any) -> Any:
        """A context manager, sync or async, that opens a scope; None where there are no scopes."""
        way = stated(self.binding.contract, "scope")
        if way is not None:
            return way(container)
        library = library_of(container)
        ports = list(self.binding.ports)
        return library.scope(container, ports) if isinstance(library, Plain) else library.scope(container)

    @contextmanager
    def scope(self) -> Iterator[Any]:
        """Inside, a scope is open; where there are none, the container itself is asked."""
        opened = self.enter_scope()
        try:
            yield opened.asked
        except BaseException as error:
            opened.leave(error)
            raise
        if (raised := opened.leave()) is not None:
            raise raised

    def enter_scope(self) -> Scope:
        """Open a scope that is left by hand."""
        context = self.scope_of(self.adapter)
        if context is None:
            return Scope(self, None, self.adapter)
        self.say_scope()
        self.opens_scopes = True
        self.awaits |= not hasattr(context, "__enter__")
        return Scope(self, context, self.driver.enter(context))

    def say_scope(self) -> None:
        way = "" if stated(self.binding.contract, "scope") is None else "scope(container)"
        self.say(f"with {way or self.library.opening} as {self.library.inside}:")

    def asking(self, asked: Any, key: Any) -> Any:
        """What a container or a scope gives for a port, as it gives it: it may be still to be awaited.

        Raises:
            Stalled: asked for before, it waited for itself; nobody waits for that again.
        """
        if key in self.binding.stalled:
            raise self.binding.stalled[key]
        way = stated(self.binding.contract, "resolve")
        library = self.library
        if isinstance(way, Mapping):
            meant = way.get(key)
            if meant is None:
                return library.resolve(asked, key)
            if not isinstance(meant, str):
                return meant(asked)
            value = attrgetter(meant)(asked)
            return value() if library.is_mine(type(value)) or inspect.isroutine(value) else value
        return way(asked, key) if way is not None else library.resolve(asked, key)

    def ask(self, asked: Any, key: Any) -> Any:
        """What a container or a scope gives for a port in the end."""
        try:
            with ended_when_stalled():
                given = self.asking(asked, key)
            if not inspect.isawaitable(given):
                return given
            self.awaits = True
            return self.driver.settle(awaited(given))[0]
        except Stalled as stalled:
            self.binding.stalled[key] = stalled
            raise

    def answer(self, asked: Any, key: Any) -> Served:
        """The same as a value, and the line that asks."""
        self.say_asked(asked, key)
        try:
            return Served(self.ask(asked, key))
        except ContractError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a container or what it builds raises
            return Served(error=error)

    def say_asked(self, asked: Any, key: Any) -> None:
        called = self.called if asked is self.adapter else f"    {self.library.inside}"
        way = stated(self.binding.contract, "resolve")
        name = way.get(key) if isinstance(way, Mapping) else way
        if name is None:
            try:
                self.say(self.library.resolving(called, asked, key))
            except (ContractError, Unserved):  # asking tells of it
                self.say(f"{called}: {name_of_key(key)}")
        else:
            self.say(f"{called}.{name}" if isinstance(name, str) else f"resolve({called.strip()}, {name_of_key(key)})")

    def served(self, asked: Any) -> dict[Any, Any]:
        """All that can be had, by port or type; what cannot be had is what CONT-01 tells of."""
        found: dict[Any, Any] = {}
        with self.unrecorded():
            for key in self.binding.asked:
                one = self.answer(asked, key)
                if one.error is None:
                    found[key] = one.given
        return found

    def note(self, text: str) -> None:
        """Tell beside the clause, where it holds, what of it could not be looked at in this container."""
        if text not in self.learned:
            self.learned = f"{self.learned}; {text}" if self.learned else text

    def in_cancelled_task(self, work: Callable[[Any], Any]) -> None:
        """Open a scope in a task of its own that is cancelled inside of it, after some work.

        Args:
            work: is given what is asked inside of the scope; gives an awaitable.
        """
        self.driver.settle(_cancelled(self.scope_of(self.adapter), work))


@dataclass(frozen=True)
class Scope:
    """A scope that is open.

    Attributes:
        scenario: the scenario.
        context: the context manager; None where the container itself is asked.
        asked: what is asked inside.
    """

    scenario: ContainerScenario
    context: Any
    asked: Any

    def leave(self, error: BaseException | None = None) -> BaseException | None:
        """Leave it, as one does in which an error was raised; gives what leaving it raised in the place of that."""
        if self.context is None:
            return None
        try:
            self.scenario.driver.leave(self.context, error)
        except BaseException as raised:
            if isinstance(raised, KeyboardInterrupt) and raised is not error:
                raise  # somebody really ends the run
            return None if raised is error else raised
        return None


async def _cancelled(context: Any, work: Callable[[Any], Any]) -> None:
    inside = asyncio.Event()

    async def request() -> None:
        async with context as asked:
            await work(asked)
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.ensure_future(request())
    waiting = asyncio.ensure_future(inside.wait())
    await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    task.cancel()
    await asyncio.wait((task,))

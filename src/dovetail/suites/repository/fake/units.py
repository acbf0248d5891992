"""A fake of a port whose unit of work writes down every change, opened once for each unit of work."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import TracebackType
from typing import Any

from dovetail.suites.kernel.fakes import memory_of
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.memory import Held


def tracks(binding: Binding) -> bool:
    """Whether a port's fake keeps the very objects that it is given, as a session does.

    A port of mapped aggregates that has neither save nor update is a collection: what its unit of work commits is what
    became of the objects, and a copy would lose it.
    """
    return binding.mapped and not binding.offers("save", "update")


class Units:
    """A store whose every connection is a unit of work: what it leaves is kept, unless an error ends it.

    The fake by itself is one unit of work for as long as it lives. Only with two of them can be told what was stored
    from what a caller has changed and did not commit.
    """

    commits = True
    concurrent = False
    counts_no_saves = True

    def __init__(self, fake: Callable[[], Any]) -> None:
        self.adapter = fake
        self._kept: Held | None = None

    def connect(self) -> Unit:
        """Begin a unit of work, with `with` or with `async with`."""
        return Unit(self)

    def clear(self) -> None:
        """Forget what is kept."""
        self._kept = None

    def begin(self) -> Any:
        """A fake that holds copies of what is kept."""
        fake = self.adapter()
        if self._kept is not None:
            memory = memory_of(fake)
            memory.restore(memory.apart(self._kept))
        return fake

    def commit(self, fake: Any) -> None:
        """Keep what a fake holds now: copies, for the objects themselves are the caller's."""
        memory = memory_of(fake)
        self._kept = memory.apart(memory.state())


class Unit:
    def __init__(self, units: Units) -> None:
        self._units = units
        self._fake: Any = None

    def __enter__(self) -> Any:
        self._fake = self._units.begin()
        return self._fake

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            self._units.commit(self._fake)

    async def __aenter__(self) -> Any:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, traceback)


def is_fake_of(adapter: Any, contract: Any) -> bool:
    """Whether an adapter is what a contract's `fake` makes: `adapter = OrderContract.fake`."""
    return inspect.ismethod(adapter) and adapter.__func__ is contract.fake.__func__

"""The source of a suite whose adapters are made by a callable that is handed things by name."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any

from dovetail.suites.environment.clock import Clock
from dovetail.suites.environment.factory import Factory
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.source import Source, name_of


class HandedSource(Source):
    """Adapters of a callable.

    Attributes:
        factory: makes them.
        named: whether their name is known; else it is learned from the first one that is opened.
        clock: the time that they are handed; set back before each scenario.
        given: by name, what they are handed beside the clock.
    """

    def __init__(self, factory: Factory, make: Any, suite: str) -> None:
        self.factory = factory
        self.name = name_of(make, suite)
        # A function has a name of its own, and the reports are about what it makes: that is learned from the first one.
        self.named = inspect.isclass(make) or self.name == suite
        self.clock = Clock()
        self.given: dict[str, Any] = {}

    @property
    def tells_time(self) -> bool:
        """Whether the adapters take the clock, so that time can be moved for them."""
        return "clock" in self.factory.takes

    def connect(self) -> Any:
        """A context manager that opens an adapter."""
        return self.opening({})

    def opening(self, given: Mapping[str, Any]) -> Any:
        """A context manager that opens an adapter which is handed these things, and else what all are."""
        handed = {"clock": self.clock.as_asked(self.factory.hint("clock")), **self.given, **given}
        return opened(self.factory.make(handed))

    @contextmanager
    def made_by(self, factory: Factory) -> Iterator[None]:
        """Inside, adapters are made by another callable."""
        usual, self.factory = self.factory, factory
        try:
            yield
        finally:
            self.factory = usual

    def clear(self) -> None:
        """Set the clock right: each scenario has its own time."""
        self.clock = Clock()


@contextmanager
def unreachable(s: Scenario, source: HandedSource, factory: Factory) -> Iterator[None]:
    """Inside, the adapter of a scenario is one whose store cannot be reached, as a callable makes it."""
    s.disconnect()
    with source.made_by(factory):
        s.say("# its store cannot be reached")
        yield
        s.disconnect()


def opened(made: Any) -> Any:
    """A context manager around what a callable gave: a context manager, an awaitable, or the adapter itself."""
    if inspect.isawaitable(made):
        return _awaited(made)
    if any(hasattr(type(made), name) for name in ("__enter__", "__aenter__")):
        return made
    return nullcontext(made)


@asynccontextmanager
async def _awaited(made: Any) -> AsyncIterator[Any]:
    yield await made

"""The broker to which relays publish in a scenario: it takes what it is given, says no, dies, or keeps them waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event
from typing import Any

from dovetail.suites.unit_of_work.outbox import BrokerRefused

_LONGEST = 10.0  # seconds that a relay is held up, whatever happens
_TICK = 0.001
_MOST = 1000  # messages in one run: whoever publishes more does not mean to end


class RelayDied(BaseException):
    """What ends a relay in the middle of its work, as the end of its process would."""


class Broker:
    """A broker of one scenario.

    Attributes:
        offered: what `publish` was called with, whatever came of it.
        taken: what it has taken.
        refuses: of a message, whether it says no.
        runs_on: whether a relay has published so much that it does not seem to come to an end.
        dies_before: the number of the call, from 1, at which the relay dies before the broker has the message.
        dies_after: the same, when the broker has just taken it.
        dead: whether it has died.
        goes_on: whether it went on all the same, as if what had ended it were an answer like any other.
        at_death: called when it dies.
        notes: called at each call, before anything else is done.
    """

    def __init__(self, refusal: type[Exception] = BrokerRefused) -> None:
        self._refusal = refusal
        self.offered: list[Any] = []
        self.runs_on = False
        self.taken: list[Any] = []
        self.refuses: Callable[[Any], bool] = lambda message: False
        self.dies_before: int | None = None
        self.dies_after: int | None = None
        self.dead = False
        self.goes_on = False
        self.notes: Callable[[], object] = lambda: None
        self.at_death: Callable[[], object] = lambda: None
        self._waits = False
        self._go = Event()
        self._go.set()

    def function(self, *, awaited: bool) -> Callable[..., Any]:
        """What a relay is given as `publish`."""

        def publish(*given: Any) -> None:
            if self._begins(given):
                self._go.wait(_LONGEST)
            self._ends(given)

        async def publish_awaited(*given: Any) -> None:
            if self._begins(given):
                for _ in range(int(_LONGEST / _TICK)):
                    if self._go.is_set():
                        break
                    await asyncio.sleep(_TICK)
            self._ends(given)

        return publish_awaited if awaited else publish

    def hold(self) -> None:
        """Keep relays waiting for an answer, until they may go on."""
        self._go.clear()

    def go_on(self) -> None:
        """Answer those who wait."""
        self._go.set()

    @property
    def holds(self) -> bool:
        """Whether a relay waits for an answer."""
        return self._waits and not self._go.is_set()

    def _begins(self, given: tuple[Any, ...]) -> bool:
        """Note that a message is offered; whether there is to be a wait."""
        if self.dead or self.runs_on:
            raise RelayDied
        self.notes()
        self.offered.append(_message(given))
        if len(self.offered) > _MOST:
            self.runs_on = True
            raise RelayDied
        if len(self.offered) == self.dies_before:
            self._dies()
        self._waits = not self._go.is_set()
        return self._waits

    def _ends(self, given: tuple[Any, ...]) -> None:
        message = _message(given)
        if self.refuses(message):
            raise self._refusal("the broker says no")
        self.taken.append(message)
        if len(self.offered) == self.dies_after:
            self._dies()

    def _dies(self) -> None:
        self.dead = True
        self.at_death()
        raise RelayDied


def _message(given: tuple[Any, ...]) -> Any:
    return given[0] if len(given) == 1 else given


def is_death(error: BaseException) -> bool:
    """Whether what came out of a relay is its death, alone or among others."""
    if isinstance(error, BaseExceptionGroup):
        return error.subgroup(RelayDied) is not None
    return isinstance(error, RelayDied)

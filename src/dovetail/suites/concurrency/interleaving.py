"""How the calls of two clients are interleaved: one is held up in the middle of its own, or both just begin at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.faults.pause import Pause
from dovetail.patience import Patience
from dovetail.policies import Answer, Returned
from dovetail.suites.concurrency.client import Client
from dovetail.suites.kernel.clients import Clients, Running
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.outages.proxied import proxied

Turns = Generator[None, None, list[Answer]]

_TURN = 0.01  # seconds
_STALLED = 2.0  # seconds; many a database gives up who waited five for a lock

Pausing = Callable[[int], Any]
"""A context manager that holds one client up before the nth thing that it sends."""


@contextmanager
def pausing(s: Scenario) -> Iterator[Pausing | None]:
    """How the scenario's store can hold one of its clients up; None where it has no way to."""
    store = s.source.store
    if hasattr(store, "pausing"):
        yield store.pausing
    elif getattr(store, "remote", False):
        with proxied(s) as proxy:
            yield proxy.pausing
    else:
        yield None


def interleaved(s: Scenario, pause: Pause, held_up: Client, other: Client) -> list[Answer]:
    """As `one_beside_the_other`, where one is held up before something that it sends."""
    held = Holding(pause.begin, lambda: pause.held, lambda: pause.in_the_way, pause.go_on)
    return one_beside_the_other(s, held, held_up, other)


@dataclass(frozen=True, slots=True)
class Holding:
    """How a client is held up.

    Attributes:
        begin: called by the client when it begins.
        came: whether it has come to where it is held up.
        gives_in: whether it is held up no longer, since the other one waits for it.
        let_go: lets it go on.
    """

    begin: Callable[[], object]
    came: Callable[[], bool]
    gives_in: Callable[[], bool]
    let_go: Callable[[], object]


def one_beside_the_other(s: Scenario, holding: Holding, held_up: Client, other: Client) -> list[Answer]:
    """What both clients' last calls answer, where one is held up while the other runs to its end, or until it waits.

    Returns:
        The answer of the first one alone where it ended before it came to where it is to be held up; the other one
        did not run then.
    """
    stalls = Stalls()

    def turns(clients: Clients) -> Turns:
        try:
            first = clients.start(partial(held_up.work, holding.begin))
            yield from stalls.until(lambda: holding.came() or first.done())
            if not holding.came():
                return [first.result()]
            second = clients.start(partial(other.work, _nothing))
            yield from stalls.until(lambda: second.done() or holding.gives_in())
        finally:
            holding.let_go()
        return (yield from stalls.answers(first, second))

    return stalls.pardoned(s, s.driver.at_the_same_time(turns, awaited=_awaited(held_up, other)))


def at_once(s: Scenario, one: Client, other: Client) -> list[Answer]:
    """What both clients' last calls answer, where both begin at once."""
    return all_at_once(s, [one, other])


def all_at_once(s: Scenario, racing: Sequence[Client]) -> list[Answer]:
    """What the last calls of any number of clients answer, where all of them begin at once; all have ended then."""
    stalls = Stalls()

    def turns(clients: Clients) -> Turns:
        meet = clients.meeting(len(racing))
        return (yield from stalls.answers(*[clients.start(partial(each.work, meet)) for each in racing]))

    return stalls.pardoned(s, s.driver.at_the_same_time(turns, awaited=_awaited(*racing)))


class Stalls:
    """How long the machine stood still while clients raced, seen by who takes turns beside them."""

    def __init__(self) -> None:
        self._patience = Patience(math.inf, longest=_TURN)

    def until(self, done: Callable[[], bool]) -> Generator[None, None, None]:
        """Take turns until something is so."""
        while not done():
            self._patience.is_over()
            yield

    def answers(self, *running: Running) -> Turns:
        """What all of them answer, once they have ended."""
        yield from self.until(lambda: all(each.done() for each in running))
        return [each.result() for each in running]

    def pardoned(self, s: Scenario, answers: list[Answer]) -> list[Answer]:
        """The same answers; the example is not evaluated where a lock may have timed out for the machine's sake."""
        if self._patience.lost > _STALLED and not all(isinstance(each, Returned) for each in answers):
            s.not_evaluated(
                "the machine stood still for so long in a race that who waited for a lock may have been given up"
            )
        return answers


def _awaited(*clients: Client) -> bool:
    return any(call.operation.awaited for client in clients for call in client.calls)


def _nothing() -> None:
    """The other client has nothing to wait for."""

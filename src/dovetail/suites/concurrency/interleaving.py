"""How the calls of two clients are interleaved: one is held up in the middle of its own, or both just begin at once."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from dovetail.faults.pause import Pause
from dovetail.policies import Answer
from dovetail.suites.concurrency.client import Client
from dovetail.suites.kernel.clients import Clients, Running
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.outages.proxied import proxied

Turns = Generator[None, None, list[Answer]]

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
    """What both clients' last calls answer, where the other one runs while the first is held up.

    Returns:
        The answer of the first one alone where it ended before it came to where it is to be held up; the other one
        did not run then.
    """

    def turns(clients: Clients) -> Turns:
        try:
            first = clients.start(partial(held_up.work, pause.begin))
            while not (pause.held or first.done()):
                yield
            if not pause.held:
                return [first.result()]
            second = clients.start(partial(other.work, _nothing))
            while not (second.done() or pause.in_the_way):
                yield
        finally:
            pause.go_on()
        return (yield from _ended(first, second))

    return s.driver.at_the_same_time(turns, awaited=_awaited(held_up, other))


def at_once(s: Scenario, one: Client, other: Client) -> list[Answer]:
    """What both clients' last calls answer, where both begin at once."""
    return all_at_once(s, [one, other])


def all_at_once(s: Scenario, racing: Sequence[Client]) -> list[Answer]:
    """What the last calls of any number of clients answer, where all of them begin at once; all have ended then."""

    def turns(clients: Clients) -> Turns:
        meet = clients.meeting(len(racing))
        running = [clients.start(partial(each.work, meet)) for each in racing]
        return (yield from _ended(*running))

    return s.driver.at_the_same_time(turns, awaited=_awaited(*racing))


def _ended(*running: Running) -> Generator[None, None, list[Answer]]:
    while not all(each.done() for each in running):
        yield
    return [each.result() for each in running]


def _awaited(*clients: Client) -> bool:
    return any(call.operation.awaited for client in clients for call in client.calls)


def _nothing() -> None:
    """The other client has nothing to wait for."""

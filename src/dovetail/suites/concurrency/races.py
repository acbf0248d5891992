"""A race of two clients: one is held up in each place in turn, or both begin at once where nobody can be held up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dovetail.naming import shortened
from dovetail.policies import Answer, Returned
from dovetail.suites.calls.scenario import CallingScenario
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.interleaving import Pausing, at_once, interleaved, pausing

_LATEST = 6  # where a race cannot be set up again, before what a client may be held up
_MOST = 30


@dataclass(frozen=True, slots=True)
class Race:
    """A race that is set up.

    Attributes:
        clients: makes the two clients, anew for each time that they run.
        judge: says whether the clause holds, of what both answered; ends the scenario where it does not.
        again: sets the store up as it was before the race; None where that cannot be. Without it the first client is
            held up in one place alone, which is drawn.
    """

    clients: Callable[[], tuple[Client, Client]]
    judge: Callable[[list[Answer]], None]
    again: Callable[[], None] | None = None


def race(s: CallingScenario, set_up: Callable[[], Race], otherwise: Pausing | None = None) -> None:
    """Run a race in every way that its store allows, and judge each.

    A race in which no client came through has not been run: the example is not evaluated, and never counts as held.

    Args:
        s: the scenario.
        set_up: stores what the clients meet over, and makes the race of it.
        otherwise: how a client is held up where the store has no way to; else both just begin at once there.
    """
    with pausing(s) as of_the_store:
        holds = of_the_store or otherwise
        ready = set_up()
        came_through = _both_at_once(s, ready) if holds is None else _in_places(s, ready, holds)
    if not came_through:
        s.not_evaluated("neither of two clients came through, so that nothing was raced")


def _both_at_once(s: CallingScenario, ready: Race) -> bool:
    one, other = ready.clients()
    s.say(lambda: f"# at the same time: {one.text()} and {other.text()}")
    answers = at_once(s, one, other)
    ready.judge(answers)
    return _any_came_through(answers)


def _in_places(s: CallingScenario, ready: Race, holds: Pausing) -> bool:
    """Hold the first client up in each place in turn, and set up the race again after each."""
    if ready.again is None:
        return _held_up_at(s, ready, holds, 2 + s.some(_LATEST - 2))[0]
    came_through = False
    number: int | None = 2  # held up before the first thing that it sends, it would just be the second to run
    while number is not None and number <= _MOST:
        with s.forgetting():
            succeeded, number = _held_up_at(s, ready, holds, number)
        came_through |= succeeded
        if number is not None:
            ready.again()
    return came_through


def _held_up_at(s: CallingScenario, ready: Race, holds: Pausing, number: int) -> tuple[bool, int | None]:
    """Hold the first client up once: whether any came through, and where to hold it up next, if anywhere."""
    held_up, other = ready.clients()
    with holds(number) as pause:
        s.say(lambda: f"# while {held_up.text()} is held up before it sends: {shortened(pause.about, 60)}")
        s.say(lambda: f"# another client: {other.text()}")
        answers = interleaved(s, pause, held_up, other)
    if len(answers) == 1:  # it sends no more than that, and was not held up
        return _any_came_through(answers), None
    ready.judge(answers)
    following: int | None = pause.next
    return _any_came_through(answers), following


def _any_came_through(answers: list[Answer]) -> bool:
    return any(isinstance(answer, Returned) for answer in answers)

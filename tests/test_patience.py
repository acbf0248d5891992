"""Whoever waits counts its own turns, and not what a machine that stands still takes from everybody."""

from __future__ import annotations

import math
import os

import pytest

from dovetail.patience import Effort, Patience, crowding, eventually


class Clock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now


def _turns(patience: Patience, clock: Clock, tick: float) -> int:
    """How many turns are taken until it is over."""
    taken = 0
    while not patience.is_over():
        clock.now += tick
        taken += 1
    return taken


def test_it_lasts_its_seconds() -> None:
    """Where every turn is short."""
    clock = Clock()

    assert 999 <= _turns(Patience(1.0, clock=clock), clock, 0.001) <= 1002


def test_a_machine_that_stands_still_uses_nothing_up() -> None:
    """An hour counts as one short turn does."""
    clock = Clock()
    patience = Patience(1.0, longest=0.01, clock=clock)
    clock.now += 3600.0

    assert not patience.is_over()
    assert (patience.spent, patience.lost) == (0.01, 3600.0 - 0.01)


def test_slow_turns_make_it_longer() -> None:
    """As they do what is waited for."""
    clock = Clock()

    assert 99 <= _turns(Patience(1.0, longest=0.01, clock=clock), clock, 0.5) <= 102


def test_an_effort_is_counted_by_the_processor() -> None:
    """Beside two others a process gets a third of it, and comes as far."""
    clock, processor = Clock(), Clock()
    effort = Effort(10.0, processor=processor, clock=clock)

    clock.now, processor.now = 5.0 + 29.0, 5.0 + 9.0
    assert not effort.is_over()

    processor.now = 5.0 + 10.5
    assert effort.is_over()


def test_an_effort_that_waits_ends_by_the_clock() -> None:
    """Where a server answers slowly, the processor has nothing to do."""
    clock, processor = Clock(), Clock()
    effort = Effort(10.0, processor=processor, clock=clock)

    clock.now = 5.0 + 30.5
    assert effort.is_over()


def test_the_processor_is_asked_only_where_so_much_can_have_been_used() -> None:
    """Where there are a hundred threads, the answer takes as long as some examples do."""
    clock, once = Clock(), iter([0.0])
    effort = Effort(10.0, processor=once.__next__, clock=clock)

    clock.now += 10.0 / (os.cpu_count() or 1)
    assert not effort.is_over()
    assert not Effort(math.inf, clock=clock).is_over()


def test_it_asks_until_the_answer_holds() -> None:
    """And no longer."""
    answers = iter([0, 0, 3, 4])

    assert eventually(lambda: next(answers), 60.0) == 3
    assert next(answers) == 4


def test_it_asks_once_where_there_is_no_time() -> None:
    """So that there always is an answer."""
    answers = iter(["no", "yes"])

    assert eventually(lambda: next(answers), -1.0, lambda answer: answer == "yes") == "no"


@pytest.mark.parametrize(("for_each", "longer"), [(0.1, 1.0), (3.0, 3.0), (50.0, 8.0)])
def test_things_take_longer_by_what_wants_to_run(
    for_each: float, longer: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    load = for_each * (os.cpu_count() or 1)
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 0.0, 0.0), raising=False)

    assert crowding() == pytest.approx(longer)


def test_where_no_load_is_told_nothing_takes_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system may have none, or fail to tell it."""

    def unobtainable() -> tuple[float, float, float]:
        raise OSError("Load averages are unobtainable")

    monkeypatch.setattr(os, "getloadavg", unobtainable, raising=False)
    assert crowding() == 1.0
    monkeypatch.delattr(os, "getloadavg")
    assert crowding() == 1.0

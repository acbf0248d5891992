"""What ends a unit from outside: UOW-15 and UOW-16."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.judging import counting, is_itself, let_go, one_connection
from dovetail.suites.unit_of_work.next_unit import works_again, works_beside
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import OpenUnit, told

_WAITS = 60
_SETTLING = 0.02  # seconds for what goes on in the thread of a driver
_ENDING = 0.3  # seconds for what was shielded from the cancellation to come to its end; some tasks have none
_AT_LAST = 2.0  # seconds for connections to come back
_TICK = 0.002
_COLLECTING = 0.2


@check("UOW-15", needs_a_case=True, most=2)
def cancelled_anywhere(s: UnitScenario) -> None:
    if not s.manner.asynchronous:
        s.no_case("the unit is not async")
    (entry,) = s.entries(0)
    if s.alone:
        s.no_case("each adapter has a store of its own, so that it cannot be asked again afterwards")
    if one_connection(s):
        s.no_case("a cancelled call takes the connection with it, and that is the database in memory")
    for number in range(1, _WAITS + 1):
        said = len(s.lines)
        if not _cancelled_at(s, entry, number):
            return
        del s.lines[said:]
        s.clear()
        s.repositories[entry.path].prepare(entry.aggregate)


def _cancelled_at(s: UnitScenario, entry: Entry, number: int) -> bool:
    """Cancel the task of a unit at one of its waits; whether it came to that."""
    with counting(s) as counted:
        with s.client() as client:
            before = s.driver.settle(_tasks())
            lent = counted.out if counted is not None else 0
            unit = s.begin(client, cancel_at=number)
            s.say(f"# its task is cancelled when it waits for the {number}. time")
            answer, in_commit = _lives(unit, entry)
            task = unit.task
            assert task is not None  # it is async
            if not task.cancelled:
                return False
            s.driver.settle(_come_to_an_end(before))
            let_go(s, answer, counted=counted, lent=lent)
            s.driver.settle(_comes_true(lambda: counted is None or counted.out <= lent))
            if counted is not None and counted.out > lent:
                s.broken("every connection is back in the pool", f"{counted.out - lent} is not")
        if not isinstance(answer, Raised) or not isinstance(answer.error, asyncio.CancelledError):
            s.broken("CancelledError comes out", told(answer))
        found = s.look(entry)[0]
        if found.there and not in_commit:
            s.broken(f"{entry.name} is absent: the unit was cancelled before its commit", str(found))
        if not found.there:
            works_again(s, entry)
    return True


async def _tasks() -> set[asyncio.Task[Any]]:
    """The tasks that run, but for this one."""
    return {each for each in asyncio.all_tasks() if each is not asyncio.current_task()}


async def _come_to_an_end(before: set[asyncio.Task[Any]]) -> None:
    """Let tasks end that were not there before, such as what was shielded from the cancellation."""
    await asyncio.sleep(_SETTLING)
    patience = Patience(_ENDING)
    while await _tasks() - before and not patience.is_over():
        await asyncio.sleep(_TICK)


async def _comes_true(what: Callable[[], bool]) -> None:
    """Wait for something that the collector may have to see to, which does nothing while it runs in another thread."""
    await asyncio.sleep(_SETTLING)
    patience, tick = Patience(_AT_LAST, longest=2 * _COLLECTING), _TICK
    while not what() and not patience.is_over():
        gc.collect()
        await asyncio.sleep(tick)
        tick = min(2 * tick, _COLLECTING)


def _lives(unit: OpenUnit, entry: Entry) -> tuple[Answer, bool]:
    """What comes out of a unit, and whether its commit, or its end, had begun."""
    if not isinstance(unit.entered, Returned):
        return unit.entered, False
    answer = unit.add(entry).answer
    if not isinstance(answer, Returned):
        return unit.fail(answer), False
    return unit.complete(), True


@check("UOW-16", needs_a_case=True, most=3)
def interrupted(s: UnitScenario) -> None:
    if s.manner.explicit:
        s.no_case("the unit has no block: its caller rolls it back")
    errors: list[BaseException] = [KeyboardInterrupt(), SystemExit(3)]
    if not s.manner.asynchronous:
        errors.append(GeneratorExit())  # an async generator that is a unit may not wait for anything after that one
    (entry,) = s.entries(0)
    for error in s.each_alone(errors):
        with s.adding(entry) as unit:
            unit.do("flush")
            answer = unit.leave(error)
            seen = s.look(entry, client=unit.client if s.alone else None)[0]
            if not is_itself(answer, error):
                s.broken(f"{type(error).__name__} comes out", told(answer))
            if seen.there:
                s.broken(f"{entry.name} is absent", str(seen))
            works_beside(s, unit.client, entry)

"""What a unit takes and gives back: UOW-09 and UOW-17."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from dovetail.policies import Answer, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.preconditions import store_has
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

MOST = 4


@check("UOW-09", needs_a_case=True, most=MOST)
def commit_of_nothing(s: UnitScenario) -> None:
    store = s.source.store
    (stored,) = s.entries(0)
    before = s.stored(stored)
    with store.connections() if hasattr(store, "connections") else nullcontext() as counted, s.client() as client:
        if counted is not None and counted.out and not store.lends_connection:
            s.broken("no connection before a unit is begun", "the adapter has one as soon as it is made")
        unit = s.unit(client)
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.broken("a commit of nothing succeeds", told(answer))
    with s.client() as client:
        unit = s.unit(client)
        answer = unit.leave()
        if not isinstance(answer, Returned) and isinstance(s.binding.policy("leaving"), str):
            s.broken("a unit in which nothing was done can be left", told(answer))
    (now,) = s.look(stored)
    if not now.same(before[0]):
        s.broken(f"{stored.name} is as it was before: {before[0]}", str(now))


@check("UOW-17", store_has("connections", "nobody counts the connections of this store"), needs_a_case=True, most=MOST)
def connections_come_back(s: UnitScenario) -> None:
    store = s.source.store
    stored, *added = s.entries(0, 0, 0, 0)
    s.stored(stored)
    if not s.manner.explicit:
        _comes_back(s, "reading only", OpenUnit.leave, stored, reading=True)
    _comes_back(s, "a commit", OpenUnit.complete, added[0])
    _comes_back(s, "an error", lambda unit: unit.leave(Refused()), added[1])
    if hasattr(store, "failing"):
        _comes_back(s, "a commit that failed", lambda unit: _fails(s, unit), added[2])


def _comes_back(
    s: UnitScenario, ending: str, ends: Callable[[OpenUnit], Answer], entry: Entry, *, reading: bool = False
) -> None:
    with s.forgetting(), s.source.store.connections() as counted, s.client() as client:
        lent = counted.out
        unit = s.unit(client)
        s.done(unit, (unit.find(entry).reply if reading else unit.add(entry)).answer)
        ends(unit)
        if counted.out > lent:
            left = counted.out - lent
            s.broken(f"after {ending} every connection is back in the pool", f"{left} of {counted.most} is not")
        _kept(client)


def _fails(s: UnitScenario, unit: OpenUnit) -> Answer:
    s.say("# from here on, commit 1 fails in the database")
    with s.source.store.failing(commit=1):
        return unit.complete()


def _kept(client: Client) -> None:
    """The adapter is still in its caller's hands: what only its end gives back has not come back."""
    assert client.adapter is not None

"""The unit that comes after one that has failed: nothing is in its way."""

from __future__ import annotations

from dovetail.policies import Answer, Returned
from dovetail.suites.unit_of_work.hosts.host import is_held_up
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

_PATIENCE = 30.0  # seconds after which a unit is taken to wait for a lock that nobody is going to let go


def works_again(s: UnitScenario, entry: Entry) -> None:
    """See that a unit of another client can store an aggregate."""
    with s.client() as client:
        answer = _stored(s.begin(client), entry)
    if not isinstance(answer, Returned):
        s.broken("the next unit works", told(answer))


def works_beside(s: UnitScenario, failed: Client, entry: Entry) -> None:
    """See that a unit which has failed holds no lock while its client stays open.

    A transaction that was left open is not seen by those who read, and stops the next one who writes. The store is
    emptied afterwards.
    """
    if s.alone:
        return
    with s.client() as client:
        # In a thread or task of its own, so that one that waits in the database does not hold up the clause.
        unit = s.begin(client, apart=s.sees_others, patience=_PATIENCE if s.sees_others else None)
        answer = _stored(unit, entry)
        s.close(failed)
        if is_held_up(answer):
            unit.resumed()
    if not isinstance(answer, Returned):
        s.broken("the next unit works", told(answer), hint="the unit that has failed still holds a lock")
    s.clear()
    s.repositories[entry.path].prepare(entry.aggregate)


def _stored(unit: OpenUnit, entry: Entry) -> Answer:
    """What comes out of a unit that stores an aggregate; where it has to wait for another one, that it does."""
    if not isinstance(unit.entered, Returned):
        return unit.entered
    answer = unit.add(entry).answer
    if is_held_up(answer):
        return answer
    return unit.complete() if isinstance(answer, Returned) else unit.fail(answer)

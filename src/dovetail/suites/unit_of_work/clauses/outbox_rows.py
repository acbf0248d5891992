"""What is in the outbox, and that nothing of it gets lost: UOW-26 and UOW-33."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.clauses.independence import Side, commits, leaves
from dovetail.suites.unit_of_work.relaying.preconditions import declared
from dovetail.suites.unit_of_work.relaying.use import DAY, DIES_BEFORE, OutboxInUse
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

MOST = 2
_PATIENCE = 0.3  # seconds after which a unit is taken to wait for another one
_STATEMENTS = 10  # of a unit, in which of them it is made to fail
_COMMITS = 3

_SENT_BY_THE_UNIT = "where the unit itself sends it after its commit, bind a unit that leaves that to the relay"


@check("UOW-26", declared, needs_a_case=True, most=MOST)
def row_of_the_unit(s: UnitScenario) -> None:
    kept, failed, undone, swept = s.entries(0, 0, 0, 0)
    box = OutboxInUse(s)
    _committed(s, box, kept)
    _given_up(s, box, failed, lambda unit: unit.leave(Refused()), "its unit has failed")
    _given_up(s, box, undone, _rolled_back, "it was rolled back")
    if hasattr(s.source.store, "failing"):
        for number in range(1, _STATEMENTS + 1):
            if not _both_or_neither(s, box, swept, f"statement {number}", partial(s.source.store.failing, number)):
                break
        for number in range(1, _COMMITS + 1):
            fault = partial(s.source.store.failing, commit=number)
            if not _both_or_neither(s, box, swept, f"commit {number}", fault):
                break


def _committed(s: UnitScenario, box: OutboxInUse, entry: Entry) -> None:
    """What came up is in the outbox when its unit is committed, and not before; and the relay sends it."""
    box.about(entry)
    with s.adding(entry, emits=s.binding.contract.emits) as unit:
        unit.do("flush")
        if s.sees_others and not s.manner.explicit and (early := box.rows()):
            s.broken("no row for another connection before the unit is committed", f"it finds {early}")
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.not_evaluated(f"a commit fails: {told(answer)}")
        rows = box.rows()
        _the_next_one(s, unit.client)
    if again := [each for each in box.rows() if each not in rows]:
        s.broken("one row for what came up once", f"the next unit of the same client stores {again} as well")
    if not rows:
        s.broken("a row for what came up, since its unit is committed", "there is none", hint=_SENT_BY_THE_UNIT)
    broker = box.broker()
    box.works(broker)
    sent = box.messages.ids_of(broker.taken)
    box.recognise(sent, rows)
    if missing := [each for each in rows if each not in sent]:
        s.broken(f"the relay publishes {missing[0]!r}", f"it publishes {sent or 'nothing'}", hint=_SENT_BY_THE_UNIT)


def _given_up(s: UnitScenario, box: OutboxInUse, entry: Entry, ends: Callable[[OpenUnit], object], why: str) -> None:
    """What came up in a unit that is given up is in no outbox, and nobody sends it."""
    box.about(entry)
    before = box.rows()
    with s.adding(entry, emits=s.binding.contract.emits) as unit:
        ends(unit)
        _the_next_one(s, unit.client)
    if new := [each for each in box.rows() if each not in before]:
        s.broken(f"no row, since {why}", f"there is {new}")
    broker = box.broker()
    box.works(broker)
    if broker.taken:
        s.broken(f"nothing is published, since {why}", f"{box.messages.ids_of(broker.taken)} is")


def _the_next_one(s: UnitScenario, client: Client) -> None:
    """Another unit of the same client, if it has one, in which nothing comes up, and which is committed."""
    unit = s.begin(client)
    if isinstance(unit.entered, Returned):
        unit.complete()


def _rolled_back(unit: OpenUnit) -> None:
    if unit.operation("rollback") is None:
        unit.leave(Refused())
        return
    unit.do("rollback")
    unit.complete()


def _both_or_neither(s: UnitScenario, box: OutboxInUse, entry: Entry, place: str, fault: Callable[[], Any]) -> bool:
    """Let a unit fail somewhere: the aggregate and the row are stored, or neither is. Whether it came to that."""
    box.about(entry)
    box.empty(entry)
    s.say(f"# from here on, {place} fails in the database")
    with s.client() as client:
        unit = s.unit(client)
        with fault() as struck:
            reply = unit.add(entry, emits=s.binding.contract.emits)
            answer = unit.complete() if isinstance(reply.answer, Returned) else unit.fail(reply.answer)
    if struck.delivered:
        there, rows = s.look(entry)[0].there, box.rows()
        if there is not bool(rows):
            wanted = f"{entry.name} and its row are both stored, or neither is"
            row = f"the row {rows[0]!r} is there" if rows else "no row is"
            got = f"{entry.name} is {'there' if there else 'absent'}, and {row}"
            s.broken(wanted, got, hint=f"what came out: {told(answer)}")
    return bool(struck.delivered)


@check("UOW-33", declared, needs_a_case=True, most=MOST)
def lost_row_is_found(s: UnitScenario) -> None:
    late, early, second, third, taken = s.entries(0, 0, 0, 0, 0)
    box = OutboxInUse(s)
    if s.sees_others:
        overlap = _commits_late(s, box, late, early, flushed=False)
        if overlap and getattr(s.source.store, "remote", False):  # elsewhere, the other one waits for the whole file
            _commits_late(s, box, second, third, flushed=True)
    _left_behind(s, box, taken)


def _commits_late(s: UnitScenario, box: OutboxInUse, late: Entry, early: Entry, *, flushed: bool) -> bool:
    """Let what came up first be committed last, when what came up later is sent already; whether it came to that."""
    box.about(late, early)
    emits = s.binding.contract.emits
    before = box.rows()
    with s.client() as one, s.client() as other:
        unit = s.unit(one, apart=True)
        s.done(unit, unit.add(late, emits=emits).answer)
        if flushed:
            unit.do("flush")
        beside = Side(s.begin(other, apart=True, patience=_PATIENCE))
        for step in (lambda it: it.add(early, emits=emits).answer, commits, leaves):
            beside.does(step)
        if beside.waits or not isinstance(beside.unit.left, Returned):
            unit.complete()
            beside.ended()
            s.learned = "no unit was committed late, since one waits for the other"
            return False
        first = box.broker()
        box.works(first)
        s.say(f"# the unit of {one.name} is committed only now")
        answer = unit.complete()
    if not isinstance(answer, Returned) or not first.taken:
        return False
    rows = [each for each in box.rows() if each not in before]
    box.later(DAY)
    broker = box.broker()
    box.works(broker)
    sent = box.messages.ids_of(broker.taken)
    if not rows:
        s.set_aside("what was committed late is no row", left_to_another_clause=True)
    if missing := [each for each in rows if each not in sent]:
        s.broken(f"the relay publishes {missing[0]!r}, which was committed late", f"it publishes {sent or 'nothing'}")
    return True


def _left_behind(s: UnitScenario, box: OutboxInUse, entry: Entry) -> None:
    """What a relay has taken that died is still among the rows."""
    box.about(entry)
    rows = box.fill(entry)
    broker = box.broker()
    broker.dies_before = 1
    s.say(DIES_BEFORE)
    if not box.dies(broker):
        return
    found = box.kept()
    if lost := [each for each in rows if each not in found]:
        hint = "rows is to give all that is not sent, what a relay has taken meanwhile included"
        s.broken(f"{lost[0]!r} is among the rows, since nobody has sent it", f"rows has {found or 'none'}", hint=hint)

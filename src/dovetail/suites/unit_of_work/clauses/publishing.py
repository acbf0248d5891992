"""What goes out of a unit, and when: UOW-21 to UOW-24."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.events import Bus, Handler, Looking, Raising
from dovetail.suites.unit_of_work.judging import judge
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told
from dovetail.values import code, identical

MOST = 4


def emitting(binding: Any, source: Any) -> str | None:  # noqa: ARG001 - a precondition is given both
    """Why a clause on events says nothing about a unit."""
    contract = binding.contract
    if contract.emits is None:
        return "nothing says how an event comes up in a unit: emits = lambda unit, order: order.place()"
    if contract.events is None and contract.subscribe is None:
        return "nothing says where events can be seen: events = published, or subscribe = lambda uow, handler: ..."
    return None


def handled(binding: Any, source: Any) -> str | None:
    """Why a clause on handlers says nothing about a unit."""
    if binding.contract.subscribe is None:
        return "nothing says how a handler is subscribed: subscribe = lambda uow, handler: bus.subscribe(..., handler)"
    return emitting(binding, source)


@check("UOW-21", emitting, needs_a_case=True, most=MOST)
def events_after_the_commit(s: UnitScenario) -> None:
    first, second, rolled_back, failed, undone = s.entries(0, 0, 0, 0, 0)
    emits = s.binding.contract.emits
    with s.client() as client, Bus(s, client) as bus:
        unit = s.unit(client)
        for each in (first, second):
            s.done(unit, unit.add(each, emits=emits).answer)
        if not s.manner.explicit and (early := bus.seen):
            s.broken("no event before the commit", f"{code(early[0])} is out")
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.not_evaluated(f"a commit fails: {told(answer)}")
        _both(s, unit, bus)
    with s.client() as client, Bus(s, client) as bus:
        unit = s.unit(client)
        s.done(unit, unit.add(rolled_back, emits=emits).answer)
        unit.leave(Refused())
        _none(s, bus, "its unit has failed")
        _none_with_the_next(s, client, bus, "its unit has failed")
    with s.client() as client, Bus(s, client) as bus:
        unit = s.unit(client)
        if unit.operation("rollback") is not None:
            s.done(unit, unit.add(undone, emits=emits).answer)
            unit.do("rollback")
            unit.complete()
            _none(s, bus, "it was rolled back")
    if hasattr(s.source.store, "failing"):
        _failing_commit(s, failed)


def _failing_commit(s: UnitScenario, failed: Any) -> None:
    with s.client() as client, Bus(s, client) as bus:
        unit = s.unit(client)
        s.done(unit, unit.add(failed, emits=s.binding.contract.emits).answer)
        s.say("# from here on, commit 1 fails in the database")
        with s.source.store.failing(commit=1) as struck:
            answer = unit.complete()
        if struck.delivered and not isinstance(answer, Returned):
            _none(s, bus, "the commit failed")
            _none_with_the_next(s, client, bus, "its commit failed")


def _both(s: UnitScenario, unit: OpenUnit, bus: Bus) -> None:
    """Two events came up, and both are out: once, and in the order in which they came."""
    got = bus.seen
    wanted = unit.emitted
    if len(got) != len(wanted):
        s.broken(f"{len(wanted)} events, once each", f"{len(got)}: {code(got)}")
    said = all(each is not None for each in wanted)
    if said and not all(identical(one, other) for one, other in zip(wanted, got, strict=True)):
        s.broken(f"in the order in which they came up: {code(wanted)}", code(got))


def _none(s: UnitScenario, bus: Bus, why: str) -> None:
    if got := bus.seen:
        s.broken(f"no event, since {why}", code(got))


def _none_with_the_next(s: UnitScenario, client: Client, bus: Bus, why: str) -> None:
    """What a unit that failed had collected does not go out with the next one of the same client, if it has one."""
    unit = s.begin(client)
    if isinstance(unit.entered, Returned):
        unit.complete()
        _none(s, bus, f"{why}, and none came up in the one after it")


@check("UOW-22", handled, needs_a_case=True, most=MOST)
def handlers_see_the_commit(s: UnitScenario) -> None:
    if s.alone:
        s.no_case("each adapter has a store of its own, so that a handler has no connection of its own")
    (entry,) = s.entries(0)
    looking = Looking(s, entry)
    with s.client() as client, Bus(s, client, looking):
        unit = s.unit(client)
        s.done(unit, unit.add(entry, emits=s.binding.contract.emits).answer)
        answer = unit.complete()
    if not looking.called:
        s.not_evaluated(f"no handler is called; what came out of the unit: {told(answer)}")
    if not looking.found:
        s.broken(f"a handler that asks for {entry.name} over a connection of its own finds it", looking.told)


@check("UOW-23", emitting, needs_a_case=True, most=MOST)
def each_event_once(s: UnitScenario) -> None:
    entry, following = s.entries(0, 0)
    emits = s.binding.contract.emits
    with s.client() as client, Bus(s, client) as bus:
        unit = s.unit(client)
        s.done(unit, unit.add(entry, emits=emits).answer)
        answers = [unit.commit(), unit.commit()]
        if all(each is None or isinstance(each.answer, Returned) for each in answers):
            unit.leave()
        else:
            unit.leave(Refused())
        _once(s, client, bus)
    if s.binding.contract.subscribe is not None and not s.alone:
        _raised_by_a_handler(s, following)


def _once(s: UnitScenario, client: Client, bus: Bus) -> None:
    """What was collected for one commit does not go out again with another: of that unit, nor of the next one."""
    if len(bus.seen) > 1:
        s.broken("the event, once", f"a second commit sends it again: {code(bus.seen)}")
    before = len(bus.seen)
    unit = s.begin(client)
    if isinstance(unit.entered, Returned):
        unit.complete()
        if len(bus.seen) > before:
            s.broken("no event, since none came up", f"the next unit sends {code(bus.seen[before])}")


def _raised_by_a_handler(s: UnitScenario, following: Any) -> None:
    (first,) = s.entries(0)
    with s.client() as client:
        raising = Raising(s, following, s.binding.contract.emits)
        with Bus(s, client, raising) as bus:
            unit = s.unit(client)
            s.done(unit, unit.add(first, emits=s.binding.contract.emits).answer)
            answer = unit.complete()
            if not raising.called:
                s.not_evaluated(f"no handler is called; what came out of the unit: {told(answer)}")
            if raising.refusal:
                return  # a handler that may not begin a unit raises no event in one
            if len(bus.seen) < 2 and not raising.went_out:
                s.broken("the event that a handler raised goes out too", f"{code(bus.seen)} is all")


@check("UOW-24", handled, needs_a_case=True, most=MOST)
def failing_handler(s: UnitScenario) -> None:
    (entry,) = s.entries(0)
    failing, other = Handler(s, Refused("the handler fails")), Handler(s)
    with s.client() as client, Bus(s, client, failing, other):
        unit = s.unit(client)
        s.done(unit, unit.add(entry, emits=s.binding.contract.emits).answer)
        answer = unit.complete()
        found = s.look(entry, client=client if s.alone else None)[0]
    if not failing.called:
        s.not_evaluated(f"no handler is called; what came out of the unit: {told(answer)}")
    if not found.there:
        s.broken(f"{entry.name}: what was committed stands, whatever a handler does", str(found))
    judge(s, "handlers", "isolated" if other.called else "stops")

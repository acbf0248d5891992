"""What a savepoint that is rolled back takes with it: UOW-25."""

from __future__ import annotations

import inspect
from contextlib import nullcontext
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.clauses.publishing import emitting
from dovetail.suites.unit_of_work.events import Bus
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told
from dovetail.suites.unit_of_work.whole import Step, Whole, calling
from dovetail.values import code


@check("UOW-25", needs_a_case=True, most=3)
def rolled_back_savepoint(s: UnitScenario) -> None:
    if any(each.binding.generates_key for each in s.repositories.values()):
        s.no_case("the store gives the keys, and nothing says which was given inside of a savepoint")
    first, second = s.entries(0, 0)
    seeing = emitting(s.binding, s.source) is None
    emits = s.binding.contract.emits if seeing else None
    with s.client() as client, Bus(s, client) if seeing else nullcontext() as bus:
        unit = s.unit(client)
        s.done(unit, unit.add(first, emits=emits).answer)
        inner = _fails_inside(s, unit, client, _steps(s, second, emits), second)
        if isinstance(inner, Returned):
            s.not_evaluated("the error that was raised inside of the savepoint does not come out")
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.broken("the outer unit is committed: what failed was its savepoint", told(answer))
        kept, dropped = s.look(first, second, client=client if s.alone else None)
        if not kept.there:
            s.broken(f"{first.name}, which was added outside of the savepoint", str(kept))
        if dropped.there:
            s.broken(f"{second.name} is absent, since its savepoint was rolled back", str(dropped))
        if bus is not None and len(bus.seen) != 1:
            s.broken("one event: that of the savepoint is dropped with it", f"{len(bus.seen)}: {code(bus.seen)}")


def _steps(s: UnitScenario, entry: Entry, emits: Any) -> list[Step]:
    repository = s.repositories[entry.path]
    twin = repository.copy_of(entry.aggregate)
    added = calling(entry.path, repository.adding(twin))
    if emits is None:
        return [added]
    return [lambda adapter, given: emits(adapter if given is None else given, twin), added]


def _fails_inside(s: UnitScenario, unit: OpenUnit, client: Client, steps: list[Step], entry: Entry) -> Answer:
    """Store something inside of a savepoint, and fail there: what comes out, which is swallowed."""
    savepoint = unit.operation("savepoint")
    if savepoint is not None:
        name, begins = savepoint
        s.say(f"# inside of {unit.name}.{name}(), {entry.name} is stored, and an error is raised and swallowed")
        given = unit.unit if unit.unit is not client.adapter else None
        return unit.host.call(_within if not s.manner.asynchronous else _within_async, begins, steps, client, given)
    if s.binding.policy("nested") != "savepoint":
        unit.leave(Refused())
        s.no_case('the unit has no savepoints: no savepoint() or begin_nested(), and no nested = "savepoint"')
    s.say(f"# inside of it, another unit of {client.name} stores {entry.name}, fails, and the error is swallowed")
    return unit.host.call(Whole(s.manner, steps, Refused()).over, client.adapter)


def _within(begins: Any, steps: list[Step], client: Client, given: Any) -> None:
    with begins():
        for step in steps:
            step(client.adapter, given)
        raise Refused


async def _within_async(begins: Any, steps: list[Step], client: Client, given: Any) -> None:
    context = begins()
    context = await context if inspect.isawaitable(context) and not hasattr(context, "__aenter__") else context
    async with context:
        for step in steps:
            value = step(client.adapter, given)
            if inspect.isawaitable(value):
                await value
        raise Refused

"""All that was done in a unit is one: UOW-07, UOW-08 and UOW-19."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.repositories import Entry, Found
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import OpenUnit, told

MOST = 8
_STATEMENTS = 6  # of a commit, in which of them it is made to fail


@check("UOW-07", needs_a_case=True, most=MOST)
def stands_or_falls_together(s: UnitScenario) -> None:
    entries = s.entries(*range(max(2, len(s.paths))))
    store = s.source.store
    if hasattr(store, "failing"):
        for number in range(1, _STATEMENTS + 1):
            if not _together(s, entries, f"statement {number}", partial(store.failing, number)):
                return
        _together(s, entries, "commit 1", partial(store.failing, commit=1))
    _together(s, entries, None, nullcontext)


def _together(s: UnitScenario, entries: list[Entry], place: str | None, fault: Callable[[], Any]) -> bool:
    """Add to every repository and commit while something fails, or nothing does; whether nothing is stored."""
    said = len(s.lines)
    if place is not None:
        s.say(f"# from here on, {place} fails in the database")
    with s.client() as client:
        unit = s.unit(client)
        with fault():
            answer = _added(unit, entries)
        if not isinstance(answer, Returned) and place is None:
            s.set_aside(f"the repositories refuse what was drawn: {told(answer)}")
    there = [each.there for each in s.look(*entries)]
    if len(set(there)) > 1:
        pairs = zip(entries, there, strict=True)
        names = ", ".join(f"{each.name} {'is there' if found else 'is not'}" for each, found in pairs)
        s.broken("all of it is stored, or nothing", names, hint=f"what came out: {told(answer)}")
    if isinstance(answer, Returned) and not all(there):
        s.broken("all of it is stored, since the commit succeeded", "nothing is")
    if not isinstance(answer, Returned) and any(there):
        s.broken("nothing is stored, since the unit failed", "all of it is", hint=f"what came out: {told(answer)}")
    del s.lines[said:]
    return not any(there)


def _added(unit: OpenUnit, entries: list[Entry]) -> Answer:
    for each in entries:
        answer = unit.add(each).answer
        if not isinstance(answer, Returned):
            return unit.fail(answer)
    return unit.complete()


@check("UOW-08", needs_a_case=True, most=MOST)
def repositories_do_not_commit(s: UnitScenario) -> None:
    for number in range(len(s.paths)):
        stored, gone, added, other = s.entries(number, number, number, number + 1)
        before = s.stored(stored, gone)
        offers = s.repositories[stored.path].binding.offers
        _given_up(s, "add", OpenUnit.add, added, None, other)
        if s.can_change(stored):
            _given_up(s, "save", OpenUnit.change, stored, before[0], other)
        if offers("delete"):
            _given_up(s, "delete", OpenUnit.delete, gone, before[1], other)


def _given_up(
    s: UnitScenario,
    what: str,
    does: Callable[[OpenUnit, Entry], Reply],
    entry: Entry,
    before: Found | None,
    other: Entry,
) -> None:
    """Do one thing in a unit that is given up then: nothing of it was committed, and nothing that came before it.

    A driver may commit what is pending as it begins something else, such as `executescript` of sqlite3.
    """
    said = len(s.lines)
    store = s.source.store
    with s.adding(other) as unit:
        unit.do("flush")
        with store.failing() if hasattr(store, "failing") else nullcontext() as sent:
            s.done(unit, does(unit, entry).answer)
        if sent is not None and sent.commits:
            s.broken(f"{entry.path} leaves the commit to its unit", f"a commit is sent to the database with its {what}")
        unit.leave(Refused())
    found, earlier = s.look(entry, other)
    if found.there if before is None else not found.same(before):
        s.broken(f"{entry.name} is {'absent' if before is None else f'as it was: {before}'}", str(found))
    if earlier.there:
        s.broken(f"{other.name}, which was added before the {what}, is absent", str(earlier))
    del s.lines[said:]


@check("UOW-19", needs_a_case=True, most=MOST)
def anything_in_any_order(s: UnitScenario) -> None:
    changed, deleted, added = s.entries(0, 1, 0)
    offers = s.repositories[deleted.path].binding.offers
    before = s.stored(changed, deleted)
    todo: list[str] = ["add", *(["change"] if s.can_change(changed) else []), *(["delete"] if offers("delete") else [])]
    with s.client() as client:
        unit = s.unit(client)
        while todo:
            match todo.pop(s.some(len(todo) - 1)):
                case "add":
                    s.done(unit, unit.add(added).answer)
                case "delete":
                    s.done(unit, unit.delete(deleted).answer)
                case _:
                    _loaded_twice(s, unit, changed, before[0])
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.not_evaluated(f"what was drawn cannot be stored: {told(answer)}")
    now, gone, new = s.look(changed, deleted, added)
    if not new.there:
        s.broken(f"{added.name} is stored", str(new))
    if offers("delete") and gone.there:
        s.broken(f"{deleted.name} is absent", str(gone))
    if s.can_change(changed) and now.same(before[0]):
        s.broken(f"{changed.name} as it was changed", f"it is as it was before: {now}")


def _loaded_twice(s: UnitScenario, unit: OpenUnit, entry: Entry, before: Found) -> None:
    """Load an aggregate twice and change it once: whoever asks again in the same unit is told of the change."""
    unit.find(entry)
    s.done(unit, unit.change(entry).answer)
    unit.do("flush")
    again = unit.find(entry)
    if again.same(before):
        s.broken(f"{entry.name} as it was changed in this unit", f"it is as it was before: {again}")

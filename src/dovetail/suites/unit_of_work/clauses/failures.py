"""What goes wrong inside of a unit, in its commit and in its rollback: UOW-04 to UOW-06."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.judging import REFUSES, chain, is_among, judge
from dovetail.suites.unit_of_work.preconditions import store_has
from dovetail.suites.unit_of_work.repositories import Entry, Found
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import OpenUnit, told

MOST = 6
_CAUSES = ("disk I/O error", "No space left on device")  # what the faults of dovetail's stores say


@check("UOW-04", needs_a_case=True, most=MOST)
def swallowed_error(s: UnitScenario) -> None:
    kept, other = s.entries(0, 0)
    with s.adding(kept) as unit:
        unit.do("flush")
        if not _swallows(s, unit, kept, other):
            unit.leave(Refused())
            s.no_case("nothing that can be done inside of a unit was made to fail")
        answer = unit.complete()
    (found,) = s.look(kept)
    if isinstance(answer, Returned) and not found.there:
        s.broken(f"{kept.name} is stored, or the commit says that it is not", f"the commit succeeds, and it is {found}")
    if not isinstance(answer, Returned) and found.there:
        s.broken("nothing is stored, since the commit failed", str(found), hint=f"the commit: {told(answer)}")
    judge(s, "swallowed", "commits" if found.there else REFUSES, None if found.there else answer)


def _swallows(s: UnitScenario, unit: OpenUnit, kept: Entry, other: Entry) -> bool:
    """Let something fail inside of a unit, and go on as if it had not; whether anything did."""
    store = s.source.store
    faults: list[tuple[str, Callable[[], Any]]] = []
    if hasattr(store, "failing_flush"):
        faults.append(("flush 1", lambda: store.failing_flush(1)))
    if hasattr(store, "failing"):
        faults.append(("statement 1", lambda: store.failing(1)))
    for condition, fault in faults:
        said = len(s.lines)
        s.say(f"# {condition} fails in the database, and the error is swallowed")
        with fault() as struck:
            replies = [unit.add(other).answer, unit.find(other).reply.answer]
        if struck.delivered:
            return not all(isinstance(each, Returned) for each in replies)
        del s.lines[said:]
    if faults:
        return False
    s.say("# refused, and the error is swallowed")
    return not isinstance(unit.add(kept).answer, Returned)


@check("UOW-05", store_has("failing", "nothing makes this store fail"), needs_a_case=True, most=MOST)
def failing_commit(s: UnitScenario) -> None:
    store = s.source.store
    faults = [("commit 1 fails", lambda: store.failing(commit=1)), ("statement 1 fails", lambda: store.failing(1))]
    if hasattr(store, "failing_flush"):
        faults.append(("flush 1 fails", lambda: store.failing_flush(1)))
    stored, *others = s.entries(0, *[1] * len(faults), *[0] * len(faults))
    s.stored(stored)
    cases = zip(others[: len(faults)], others[len(faults) :], faults, strict=True)
    tried = [
        _fails_to_commit(s, _Case(stored, *each), condition, fault) for *each, (condition, fault) in s.each_alone(cases)
    ]
    if not any(tried):
        s.no_case("its commit sends nothing to the database that could fail")


@dataclass(frozen=True, slots=True)
class _Case:
    """One way to fail: what is stored already, what is added in the unit that fails, and what in the one after it."""

    stored: Entry
    added: Entry
    later: Entry


def _fails_to_commit(s: UnitScenario, case: _Case, condition: str, fault: Callable[[], Any]) -> bool:
    """Let a commit fail in one way; whether it came to that."""
    (before,) = s.look(case.stored)
    with s.adding(case.added) as unit:
        if s.can_change(case.stored):
            s.done(unit, unit.change(case.stored).answer)
        s.say(f"# from here on, {condition} in the database")
        with fault() as struck:
            answer = unit.complete()
        if struck.delivered:
            _is_whole(s, answer, case, before, getattr(struck, "said", _CAUSES))
            _goes_on(s, case.later)
    return bool(struck.delivered)


def _is_whole(s: UnitScenario, answer: Answer, case: _Case, before: Found, causes: tuple[str, ...]) -> None:
    """All of it is stored where the commit says so, and else nothing, and the error has its cause."""
    stored, added = case.stored, case.added
    now, new = s.look(stored, added)
    if isinstance(answer, Returned):
        if not new.there:
            s.broken("an error", "the commit succeeds, and nothing is stored")
        return
    if new.there:
        s.broken(f"{added.name} is absent, since the commit failed", str(new))
    if not now.same(before):
        s.broken(f"{stored.name} is as it was before: {before}", str(now))
    if isinstance(answer, Raised) and not any(cause in str(each) for each in chain(answer.error) for cause in causes):
        s.broken("the error of the database, or one of which it is the cause", told(answer))


def _goes_on(s: UnitScenario, later: Entry) -> None:
    """Another unit of work is none the worse for it."""
    with s.adding(later) as unit:
        answer = unit.complete()
    if not isinstance(answer, Returned) or not s.look(later)[0].there:
        s.broken(f"{later.name} is stored by the next unit", told(answer))


@check(
    "UOW-06", store_has("failing_rollback", "nothing makes a rollback of this store fail"), needs_a_case=True, most=MOST
)
def failing_rollback(s: UnitScenario) -> None:
    if s.manner.explicit:
        s.no_case("the unit has no block: its caller rolls it back")
    (entry,) = s.entries(0)
    error = Refused("the order is refused")
    with s.adding(entry) as unit:
        unit.do("flush")
        unit.find(entry)
        s.say("# from here on, rollback 1 fails in the database")
        with s.source.store.failing_rollback(1) as struck:
            answer = unit.leave(error)
    if not struck.delivered:
        s.no_case("nothing is rolled back in the database")
    if not is_among(error, answer):
        s.broken(f"{type(error).__name__}: {error}", told(answer))
    if (found := s.look(entry)[0]).there:
        s.broken(f"{entry.name} is absent", str(found))

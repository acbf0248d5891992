"""Units inside of units, and what ends a session of its own inside of one: UOW-12, UOW-13 and UOW-25."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

from dovetail.introspection.signatures import required_by
from dovetail.policies import Answer, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.judging import REFUSES, counting, judge, let_go, one_connection
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, begins_beside, told
from dovetail.suites.unit_of_work.whole import Step, Whole, calling, committing, refused

MOST = 2


@check("UOW-12", needs_a_case=True, most=MOST)
def nested_unit(s: UnitScenario) -> None:
    if s.manner.explicit:
        s.no_case("the unit has no block in which another could begin")
    if any(each.binding.generates_key for each in s.repositories.values()):
        s.no_case("the store gives the keys, and nothing says which an inner unit was given")
    stated = s.binding.policy("nested")
    if stated == "unsupported":
        s.no_case("the contract says that units are not nested")
    found, answer, why = _nests(s)
    if found == "unsupported":
        if stated is not None:
            s.broken(f"it {stated}" if isinstance(stated, str) else str(stated), why)
        s.no_case(f"{why}, and the contract does not say that units may be nested: nested = ...")
    judge(s, "nested", found, answer)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came of a unit inside of another one.

    Attributes:
        inner: what came out of the inner one.
        outer: what came out of the outer one.
        refused: whether the inner one could not even begin.
        first: whether what the outer one had stored is there.
        second: whether what the inner one had stored is.
    """

    inner: Answer
    outer: Answer
    refused: bool
    first: bool
    second: bool


def _nests(s: UnitScenario) -> tuple[str, Answer | None, str]:
    """How units are nested, what refuses that, and how it goes wrong."""
    entries = s.entries(0, 0, 0, 0, 0, 0)
    both = _inside(s, entries[0], entries[1])
    if both.refused:
        if not both.first:
            why = f"a unit inside of another one is refused, and what was done is lost ({_told(both)})"
            return "unsupported", None, why
        return REFUSES, both.inner, ""
    if not (isinstance(both.inner, Returned) and isinstance(both.outer, Returned) and both.first and both.second):
        return "unsupported", None, f"a unit inside of another one loses what was done ({_told(both)})"
    outer_fails = _inside(s, entries[2], entries[3], outer_fails=True)
    if outer_fails.first or outer_fails.second:
        return "unsupported", None, "an inner commit is durable alone: the outer unit failed, and it stands"
    inner_fails = _inside(s, entries[4], entries[5], inner_fails=True)
    if isinstance(inner_fails.outer, Returned) and not inner_fails.first:
        return ("unsupported", None, f"a failing inner unit undoes the outer one unsaid ({_told(inner_fails)})")
    return ("savepoint" if inner_fails.first and not inner_fails.second else "joins"), None, ""


def _told(seen: _Seen) -> str:
    first, second = ("stored" if each else "absent" for each in (seen.first, seen.second))
    return f"the outer one's is {first}, the inner one's {second}; what came out: {told(seen.outer)}"


def _inside(
    s: UnitScenario, first: Entry, second: Entry, *, outer_fails: bool = False, inner_fails: bool = False
) -> _Seen:
    """Store one thing in a unit, and another one in a unit inside of it."""
    with counting(s) as counted, s.client() as client:
        lent = counted.out if counted is not None else 0
        outer = s.unit(client)
        s.done(outer, outer.add(first).answer)
        whole = Whole(s.manner, _steps(s, second, commits=not inner_fails), Refused() if inner_fails else None)
        inner = _run(s, outer, client, whole, second)
        left = outer.leave(Refused()) if outer_fails else outer.complete()
        let_go(s, inner, left, counted=counted, lent=lent)
        with nullcontext(client) if s.alone else s.client() as another:
            after = s.begin(another)
            if not isinstance(after.entered, Returned):  # the outer unit's lock was never let go
                return _Seen(inner, after.entered, refused(inner, whole), first=False, second=False)
            seen = [after.find(each).there for each in (first, second)]
            after.leave()
    return _Seen(inner, left, refused(inner, whole), *seen)


def _steps(s: UnitScenario, entry: Entry, *, commits: bool) -> list[Step]:
    repository = s.repositories[entry.path]
    call = repository.adding(repository.copy_of(entry.aggregate))
    return [calling(entry.path, call), *([committing(s.manner)] if commits else [])]


def _run(s: UnitScenario, outer: OpenUnit, client: Client, whole: Whole, entry: Entry) -> Answer:
    """Run a whole unit inside of another one, in the same thread or task."""
    ends = "raises" if whole.error is not None else "is committed"
    s.say(f"# inside of it, another unit of {client.name} stores {entry.name} and {ends}")
    answer = outer.host.call(whole.over, client.adapter)
    if not isinstance(answer, Returned):
        s.say(f"# {told(answer)}, which is swallowed")
    return answer


@check("UOW-13", needs_a_case=True, most=MOST)
def session_of_its_own(s: UnitScenario) -> None:
    stored, kept, dropped = s.entries(0, 0, 0)
    s.stored(stored)
    if (s.alone or one_connection(s)) and not s.binding.contract.own_sessions:
        s.no_case("clients of this store have no connection each, so that no other session is opened in a unit")
    with s.client() as client:
        answer = _with_others_inside(s, client, kept, stored).complete()
    if not isinstance(answer, Returned):
        s.broken("the commit succeeds: nobody has ended this unit's session", told(answer))
    if not (found := s.look(kept)[0]).there:
        s.broken(f"{kept.name}, which was committed", str(found))
    if s.manner.explicit:
        return
    with s.client() as client:
        _with_others_inside(s, client, dropped, stored).leave(Refused())
    if (found := s.look(dropped)[0]).there:
        s.broken(f"{dropped.name} is absent: its unit has failed", str(found))


def _with_others_inside(s: UnitScenario, client: Client, added: Entry, stored: Entry) -> OpenUnit:
    """A unit in which something was added, and in which others have opened and ended sessions of their own since."""
    unit = s.unit(client)
    s.done(unit, unit.add(added).answer)
    unit.do("flush")
    for helper in s.binding.contract.own_sessions:
        s.say(f"{getattr(helper, '__name__', 'helper')}()  # opens a session of its own, and ends it")
        answer = unit.host.call(helper, *([client.adapter] if required_by(helper) else []))
        if not isinstance(answer, Returned):
            s.not_evaluated(f"a function of own_sessions fails: {told(answer)}")
    if not (s.alone or one_connection(s)):
        _another_unit(s, unit, stored)
    return unit


def _another_unit(s: UnitScenario, unit: OpenUnit, stored: Entry) -> None:
    """In the same thread or task, begin another unit over a connection of its own, read in it, and leave it."""
    with s.client() as another:
        begins_beside(s, another)
        repository = s.repositories[stored.path]
        get = repository.prepared(repository.binding.operation("get"), key=repository.key(stored.known))
        whole = Whole(s.manner, [calling(stored.path, get)])
        s.say(f"# inside of it, a unit of another client asks for {stored.name}, and ends")
        unit.host.call(whole.over, another.adapter)

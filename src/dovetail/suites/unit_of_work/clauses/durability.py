"""What was committed is there, and what was not is not: UOW-01 to UOW-03."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.judging import is_itself
from dovetail.suites.unit_of_work.next_unit import works_beside
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import OpenUnit, told

MOST = 12  # examples: what a unit keeps or drops does not hang on the values in it


@check("UOW-01", needs_a_case=True, most=MOST)
def committed_is_seen(s: UnitScenario) -> None:
    for number in s.each_alone(range(len(s.paths))):
        _seen_once_committed(s, number)


def _seen_once_committed(s: UnitScenario, number: int) -> None:
    """Commit one aggregate of the repository of that number, and give up another one."""
    kept, dropped = s.untried(number, number)
    with _older_client(s, number) as older_commits:
        with s.adding(kept) as unit:
            unit.do("flush")
            if s.sees_others and not s.manner.explicit and _is_seen(s, kept):
                s.broken("absent until it is committed", "another unit of work sees it")
            answer = unit.complete()
            if not isinstance(answer, Returned):
                s.not_evaluated(f"what was drawn cannot be stored: {told(answer)}")
        if not (found := s.look(kept)[0]).there:
            s.broken("what was committed", str(found))
        older_commits(kept)
    with s.adding(dropped) as unit:
        unit.do("flush")
        unit.leave(Refused())
    if (found := s.look(dropped)[0]).there:
        s.broken("absent, since it was never committed", str(found))


@contextmanager
def _older_client(s: UnitScenario, number: int) -> Iterator[Callable[[Entry], None]]:
    """A client that is there before something is committed; what it gives sees that its own commit leaves that alone.

    A unit that copies the data as it is made, and not as it begins, puts the old state back.
    """
    if s.alone:
        yield lambda kept: None
        return
    with s.client() as older:

        def commits(kept: Entry) -> None:
            (later,) = s.untried(number)
            unit = s.unit(older)
            s.done(unit, unit.add(later).answer)
            if isinstance(unit.complete(), Returned) and not (found := s.look(kept)[0]).there:
                s.broken(f"{kept.name}, which another client had committed before", str(found))

        yield commits


def _is_seen(s: UnitScenario, entry: Entry) -> bool:
    """Whether another unit finds an aggregate; one that is kept out by the lock of the open unit sees nothing."""
    with s.client() as client:
        unit = s.begin(client)
        if not isinstance(unit.entered, Returned):
            return False
        found = unit.find(entry).there
        unit.leave()
    return found


@check("UOW-02", needs_a_case=True, most=MOST)
def leaving_without_a_commit(s: UnitScenario) -> None:
    if s.manner.explicit:
        s.no_case("the unit has no block that could be left: it ends with its commit or its rollback")
    first, second, third = s.entries(0, 0, 0)
    kept = {
        "at the end of its block": _left(s, first, None),
        "after a commit and something more": _left(s, second, "commit"),
        "after a rollback and something more": _left(s, third, "rollback"),
    }
    seen = {path: done for path, done in kept.items() if done is not None}
    stated = s.binding.policy("leaving") or ("commits" if not s.commits_explicitly else None)
    if len(set(seen.values())) > 1:
        paths = "; ".join(f"left {path} it {done}" for path, done in seen.items())
        s.broken("the same on every path", paths)
    (found,) = set(seen.values())
    if stated is None:
        s.observed["leaving"] = repr(found)
    elif found != stated:
        s.broken(f"it {stated}", f"it {found}")


def _left(s: UnitScenario, entry: Entry, before: str | None) -> str | None:
    """What leaving a unit does with what was added last, after something else; None where it does not come to that."""
    with s.client() as client:
        unit = s.unit(client)
        if before is not None:
            reply = unit.do(before)
            if reply is None or not isinstance(reply.answer, Returned):
                unit.leave() if reply is None else unit.fail(reply.answer)
                return None
        reply = unit.add(entry)
        if not isinstance(reply.answer, Returned):
            unit.fail(reply.answer)  # a unit may well refuse to go on after its commit
            return None
        unit.leave()
    return "commits" if s.look(entry)[0].there else "discards"


@check("UOW-03", needs_a_case=True, most=MOST)
def error_rolls_back(s: UnitScenario) -> None:
    stored, added = s.entries(0, 1)
    (before,) = s.stored(stored)
    with s.adding(added) as unit:
        _changed(s, unit, stored)
        error = Refused("the order is refused")
        answer = unit.leave(error)
        if not is_itself(answer, error):
            s.broken(f"{told_error(error)} comes out", told(answer))
        now, absent = s.look(stored, added, client=unit.client if s.alone else None)
        if absent.there:
            s.broken(f"{added.name} is absent", str(absent))
        if not now.same(before):
            s.broken(f"{stored.name} is as it was before: {before}", str(now))
        works_beside(s, unit.client, added)


def _changed(s: UnitScenario, unit: OpenUnit, entry: Entry) -> None:
    """Change an aggregate, where its repository has a way to."""
    if s.can_change(entry):
        s.done(unit, unit.change(entry).answer)


def told_error(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__

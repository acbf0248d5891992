"""What may be done once a unit was committed, and once it is over: UOW-10 and UOW-11."""

from __future__ import annotations

from collections.abc import Callable

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.judging import REFUSES, has_the_key, judge
from dovetail.suites.unit_of_work.repositories import Entry, held
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

MOST = 4


@check("UOW-10", needs_a_case=True, most=MOST)
def commits_once(s: UnitScenario) -> None:
    entry, late, later = s.entries(0, 0, 0)
    _commits_twice(s, entry)
    if s.manner.explicit:
        return
    _is_over(s, late, None)
    if s.binding.policy("ended") is not None:
        _is_over(s, later, Refused())


def _is_over(s: UnitScenario, late: Entry, error: Refused | None) -> None:
    """A unit that is left, with an error or without, does what the policy says where something is stored with it."""
    with s.client() as client:
        unit = s.unit(client)
        unit.leave(error)
        answer = _used_after_its_end(s, unit, late)
    there = s.look(late)[0].there
    if not isinstance(answer, Returned) and there:
        s.broken(f"{late.name} is absent, since the unit is over", f"it is stored; what came out: {told(answer)}")
    word = REFUSES if not isinstance(answer, Returned) else ("works" if there else "ignores")
    judge(s, "ended", word, answer if word == REFUSES else None)


def _commits_twice(s: UnitScenario, entry: Entry) -> None:
    """Commit, let another client change that, and commit again: nothing of the first commit comes back."""
    with s.adding(entry) as unit:
        first = unit.commit()
        if first is None or not isinstance(first.answer, Returned):
            unit.leave()
            return
        beside = s.sees_others and not _keeps_others_out(s)
        if beside and s.can_change(entry):
            _changed_by_another(s, entry)
        (before,) = s.look(entry) if beside else (None,)
        second = unit.commit()
        assert second is not None  # it has committed before
        if isinstance(second.answer, Returned):
            unit.leave()
        else:
            unit.fail(second.answer)
    (now,) = s.look(entry)
    if not now.there or (before is not None and not now.same(before)):
        s.broken(f"{entry.name} as it was before the second commit: {before or 'stored'}", str(now))


def _keeps_others_out(s: UnitScenario) -> bool:
    """Whether a unit takes a lock again as soon as it has committed, so that no other one can be begun beside it."""
    with s.unrecorded(), s.client() as another:
        unit = s.begin(another)
        if not isinstance(unit.entered, Returned):
            return True
        unit.leave()
    return False


def _changed_by_another(s: UnitScenario, entry: Entry) -> None:
    with s.client() as another:
        unit = s.unit(another)
        s.done(unit, unit.change(entry).answer)
        answer = unit.complete()
        if not isinstance(answer, Returned):
            s.set_aside(f"a commit fails: {told(answer)}", left_to_another_clause=True)


def _used_after_its_end(s: UnitScenario, unit: OpenUnit, late: Entry) -> Answer:
    """Store something with a unit that is over, as if it were not: what that answers."""
    s.say("# the unit is over")
    after = OutOfIt(s, unit)
    answer = after.add(late)
    if isinstance(answer, Returned):
        committed = after.do("commit")
        answer = committed if committed is not None else answer
    after.do("rollback")
    return answer


class OutOfIt:
    """What can still be asked of a unit that is over, outside of its block."""

    def __init__(self, s: UnitScenario, unit: OpenUnit) -> None:
        self._s = s
        self._unit = unit

    def add(self, entry: Entry) -> Answer:
        """Store something with one of its repositories."""
        repository = self._s.repositories[entry.path]
        repository.driver.host = None
        try:
            asked = self._s.driver.call(held, entry.path, self._unit.unit, self._unit.client.adapter)
        except ContractError as error:  # it was there as long as the unit was open: a unit may let go of it
            return Raised(error.__cause__ or error)
        if not isinstance(asked, Returned):
            return asked
        repository.use(asked.value, f"{self._unit.name}.{entry.path}")
        entry.added = repository.copy_of(entry.aggregate)
        return repository.add(entry.added, prepared=True).answer

    def do(self, word: str) -> Answer | None:
        """Commit it, or roll it back; None where it has no such thing."""
        found = self._unit.operation(word)
        if found is None:
            return None
        self._s.say(f"{self._unit.name}.{found[0]}()")
        return self._s.driver.call(found[1])


@check("UOW-11", needs_a_case=True, most=MOST)
def used_again(s: UnitScenario) -> None:
    if s.manner.explicit:
        s.no_case("the unit has no beginning that could come again")
    failed, *later = s.entries(0, 0, 0, 0)
    before: list[tuple[str, Callable[[OpenUnit], Answer], bool]] = [
        ("one that did nothing", OpenUnit.leave, False),
        ("one that was committed", OpenUnit.complete, False),
        ("one that failed", lambda unit: unit.leave(Refused()), True),
    ]
    answers = {
        what: _again(s, ends, entry, failed if fails else None)
        for (what, ends, fails), entry in zip(before, later, strict=True)
    }
    refusals = {what: answer for what, answer in answers.items() if answer is not None}
    if refusals and len(refusals) < len(answers):
        s.broken("the same after each", f"refused after {', '.join(refusals)}, and not after the others")
    if refusals and not s.manner.same:
        s.broken("another unit of work", told(next(iter(refusals.values()))))
    if s.manner.same:
        judge(s, "reused", REFUSES if refusals else "works", next(iter(refusals.values()), None))


def _again(s: UnitScenario, ends: Callable[[OpenUnit], Answer], entry: Entry, failed: Entry | None) -> Answer | None:
    """Begin a unit again after one that came to such an end: what refuses that, or None where it works."""
    said = len(s.lines)
    with s.client() as client:
        unit = s.unit(client)
        if failed is not None:
            s.done(unit, unit.add(failed).answer)
        ends(unit)
        unit = s.begin(client)
        if not isinstance(unit.entered, Returned):
            return unit.entered
        answer = unit.add(entry).answer
        answer = unit.complete() if isinstance(answer, Returned) else unit.fail(answer)
        if not isinstance(answer, Returned):
            return answer
        _seen_again(s, client, entry, failed)
    del s.lines[said:]
    return None


def _seen_again(s: UnitScenario, client: Client, entry: Entry, failed: Entry | None) -> None:
    seen = s.look(entry, *([failed] if failed is not None else []), client=client if s.alone else None)
    if not seen[0].there:
        s.broken(f"{entry.name}, which was committed", str(seen[0]))
    if failed is not None and seen[1].there and not has_the_key(s, failed, entry):
        s.broken(f"{failed.name} is absent: the unit in which it was added has failed", str(seen[1]))

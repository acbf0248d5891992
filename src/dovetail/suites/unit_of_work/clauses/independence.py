"""Units that run at the same time: UOW-14 and UOW-18."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Answer, Fails, Raises, Returned, describe, replaces
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check, needs
from dovetail.suites.unit_of_work.hosts.host import is_held_up
from dovetail.suites.unit_of_work.judging import REFUSES, has_the_key, judge
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import Client, OpenUnit, told

Step = Callable[[OpenUnit], Answer]

MOST = 3
PATIENCE = 1.0  # seconds after which a unit is taken to wait for another one


_at_the_same_time = needs(
    lambda _, source: source.concurrent,
    "two clients of this store do not work at the same time: it does not say concurrent = True",
)


@check("UOW-14", _at_the_same_time, needs_a_case=True, most=MOST)
def units_are_independent(s: UnitScenario) -> None:
    mine, theirs, dropped, first, second = s.entries(0, 0, 0, 0, 0)
    with s.client() as one, s.client() as other, s.client() as third:
        unit = s.unit(one, apart=True)
        s.done(unit, unit.add(mine).answer)
        failing = Side(s.begin(other, apart=True, patience=PATIENCE))
        failing.does(lambda it: it.add(dropped).answer)
        failing.does(lambda it: it.leave(Refused()))
        another = None if failing.waits else _commits_beside(s, third, theirs)
        outcomes = {mine.name: unit.complete()}
        failing.ended()
        another = another or _commits_beside(s, third, theirs)
        outcomes[theirs.name] = another.ended()
    seen = s.look(mine, theirs, dropped)
    for entry, found in zip((mine, theirs), seen, strict=False):
        as_said(s, entry, outcomes[entry.name], there=found.there)
    if seen[2].there and not has_the_key(s, dropped, mine, theirs):
        s.broken(f"{dropped.name} is absent, since its unit failed", str(seen[2]))
    if s.manner.same and s.binding.policy("at_once") is not None:
        _one_unit_twice(s, first, second)


def _commits_beside(s: UnitScenario, client: Client, entry: Entry) -> Side:
    """Begin a unit that stores something and is committed, as far as it need not wait."""
    side = Side(s.begin(client, apart=True, patience=PATIENCE))
    for step in (lambda it: it.add(entry).answer, commits, leaves):
        side.does(step)
    return side


def as_said(s: UnitScenario, entry: Entry, answer: Answer, *, there: bool) -> None:
    """What a unit has stored is there if it has succeeded, and only then."""
    if isinstance(answer, Returned) is not there:
        wanted = "stored, since its unit was committed" if not there else "absent, since its unit has failed"
        s.broken(f"{entry.name} is {wanted}", f"it is {'stored' if there else 'absent'}; what came out: {told(answer)}")


def _one_unit_twice(s: UnitScenario, first: Entry, second: Entry) -> None:
    """Use one unit in two threads or tasks: both stand, or one is refused and has stored nothing."""
    with s.client() as client:
        s.say(f"# {client.name} is used in two threads or tasks at once")
        one = Side(s.begin(client, apart=True, patience=PATIENCE))
        one.does(lambda it: it.add(first).answer)
        other = Side(s.begin(client, apart=True, patience=PATIENCE))
        other.does(lambda it: it.add(second).answer)
        for side in (other, one):
            side.does(commits)
            side.does(leaves)
        answers = [one.ended(), other.ended()]
    seen = s.look(first, second)
    for entry, answer, found in zip((first, second), answers, seen, strict=True):
        as_said(s, entry, answer, there=found.there)
    refusal = next((each for each in answers if not isinstance(each, Returned)), None)
    judge(s, "at_once", "safe" if refusal is None else REFUSES, refusal)


class Side:
    """A unit that runs beside another one, and may have to wait for it.

    Attributes:
        unit: the unit.
        waits: whether it waits for the other one.
    """

    def __init__(self, unit: OpenUnit) -> None:
        self.unit = unit
        self._answer: Answer = unit.entered
        self._later: list[Step] = []
        self.waits = is_held_up(unit.entered)

    def does(self, what: Step, *, again: bool = False) -> None:
        """Do one thing in the unit: later, where it waits, and not at all, where something before has failed.

        Args:
            what: the thing.
            again: whether it is to be done once more, where it had to wait.
        """
        if self.waits:
            self._later.append(what)
        elif isinstance(self._answer, Returned):
            self._answer = what(self.unit)
            self.waits = is_held_up(self._answer)
            if self.waits and again:
                self._later.append(what)

    def ended(self) -> Answer:
        """What came out of it in the end, once the other one is over."""
        while self.waits:
            self._answer = self.unit.resumed()
            self.waits, later, self._later = False, self._later, []
            for what in later:
                self.does(what)
        return self.unit.fail(self._answer) if self.unit.left is None else self._answer


def commits(unit: OpenUnit) -> Answer:
    """Commit a unit, where it is not left for that."""
    reply = unit.commit()
    return Returned(None) if reply is None else reply.answer


def leaves(unit: OpenUnit) -> Answer:
    return unit.leave()


def _conflicts(binding: Any, source: Any) -> str | None:
    if source.store is None:
        return "each adapter has a store of its own, so that no two units meet"
    return None if binding.policy("conflict") is not None else _at_the_same_time(binding, source)


@check("UOW-18", _conflicts, needs_a_case=True, most=MOST)
def one_conflict(s: UnitScenario) -> None:
    tried = False
    for number in s.each_alone(range(len(s.paths))):
        tried |= _met(s, number)
    if not tried:
        s.no_case(f"{' and '.join(s.paths)} have no way to save a change")


def _met(s: UnitScenario, number: int) -> bool:
    """Let two units change one aggregate of the repository of that number; False where none can be changed there."""
    contested, extra = s.entries(number, number)
    if not s.can_change(contested):
        return False
    (before,) = s.stored(contested)
    with s.client() as one, s.client() as other:
        mine = Writer(s, s.begin(one, apart=True, patience=PATIENCE), contested)
        mine.side.does(mine.loads, again=True)
        theirs = Writer(s, s.begin(other, apart=True, patience=PATIENCE), contested)
        theirs.side.does(theirs.loads, again=True)
        for step in (theirs.saves, commits, leaves):
            theirs.side.does(step)
        for step in (mine.saves, lambda unit: unit.add(extra).answer, commits, leaves):
            mine.side.does(step)
        answers = [mine.side.ended(), theirs.side.ended()]
    now, added = s.look(contested, extra)
    as_said(s, extra, answers[0], there=added.there)
    lost = [each for each in answers if not isinstance(each, Returned)]
    if len(lost) == len(answers):
        s.not_evaluated(f"neither of the two comes through: {'; '.join(map(told, answers))}")
    if now.same(before):
        s.broken(f"{contested.name} as one of the two changed it", f"it is as it was before: {now}")
    _judge_conflict(s, lost[0] if lost else None)
    return True


def _judge_conflict(s: UnitScenario, refusal: Answer | None) -> None:
    stated = s.binding.policy("conflict")
    if stated is None:
        s.observed["conflict"] = str(replaces()) if refusal is None else describe(refusal)
    elif refusal is None and isinstance(stated, (Raises, Fails)):
        s.broken(f"one of the two {stated}", "both are committed, and one has undone the other")
    elif refusal is not None and not isinstance(stated, str) and not stated.accepts(refusal):
        s.broken(str(stated), told(refusal))


class Writer:
    """A unit that loads an aggregate, changes it and saves it."""

    def __init__(self, s: UnitScenario, unit: OpenUnit, entry: Entry) -> None:
        self._s = s
        self._entry = entry
        self._loaded: Any = None
        self.side = Side(unit)

    def loads(self, unit: OpenUnit) -> Answer:
        """Load it."""
        repository = unit.repository(self._entry.path)
        reply = repository.get(repository.key(self._entry.known))
        if isinstance(reply.answer, Returned):
            self._loaded = repository.hold(self._entry.known, reply)
        return reply.answer

    def saves(self, unit: OpenUnit) -> Answer:
        """Change what was loaded, and save it."""
        changed = unit.repository(self._entry.path).change(self._loaded)
        reply: Reply = unit.save(self._entry.path, changed)
        return reply.answer

"""What is tried again after it failed: UOW-20."""

from __future__ import annotations

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.unit_of_work.clauses.independence import PATIENCE, Writer, commits, leaves
from dovetail.suites.unit_of_work.clauses.publishing import emitting
from dovetail.suites.unit_of_work.events import Bus
from dovetail.suites.unit_of_work.judging import has_the_key
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import Refused, UnitScenario
from dovetail.suites.unit_of_work.units import told
from dovetail.values import code

MOST = 3


@check("UOW-20", needs_a_case=True, most=MOST)
def tried_again(s: UnitScenario) -> None:
    failed, second, unknown = s.entries(0, 0, 0)
    with s.forgetting():
        _starts_afresh(s, failed, second)
    with s.forgetting():
        if hasattr(s.source.store, "losing_reply"):
            _outcome_unknown(s, unknown)
    if s.manner.takes is not None and s.sees_others and emitting(s.binding, s.source) is None:
        _events_of_one_try(s)


def _starts_afresh(s: UnitScenario, failed: Entry, second: Entry) -> None:
    """Let a commit fail, and try again with the same adapter, where it can be used again: only the second is stored."""
    store = s.source.store
    with s.adding(failed) as unit:
        if hasattr(store, "failing"):
            s.say("# from here on, commit 1 fails in the database")
            with store.failing(commit=1) as struck:
                answer = unit.complete()
            if not struck.delivered or isinstance(answer, Returned):
                return
        elif s.manner.explicit:
            return
        else:
            unit.leave(Refused())
        again = s.begin(unit.client)
        if not isinstance(again.entered, Returned):
            return  # it serves once: whoever tries again has another one
        answer = again.add(second).answer
        answer = again.complete() if isinstance(answer, Returned) else again.fail(answer)
        first, now = s.look(failed, second, client=unit.client if s.alone else None)
    if first.there and not has_the_key(s, failed, second):
        s.broken(f"{failed.name} is absent: its unit has failed, and was not tried again", str(first))
    if isinstance(answer, Returned) and not now.there:
        s.broken(f"{second.name}, which the second unit committed", str(now))


def _events_of_one_try(s: UnitScenario) -> None:
    """Let what a unit runs meet a conflict, so that it is run again: what the first try had collected goes nowhere."""
    contested, extra = s.entries(0, 0)
    if not s.can_change(contested):
        return
    s.stored(contested)
    with s.client() as one, s.client() as other, Bus(s, one) as bus:
        mine = Writer(s, s.begin(one, apart=True, patience=PATIENCE), contested)
        mine.side.does(mine.loads)
        mine.side.does(lambda unit: unit.add(extra, emits=s.binding.contract.emits).answer)
        theirs = Writer(s, s.begin(other, apart=True, patience=PATIENCE), contested)
        for step in (theirs.loads, theirs.saves, commits, leaves):
            theirs.side.does(step)
        for step in (mine.saves, commits, leaves):
            mine.side.does(step)
        answer = mine.side.ended()
        theirs.side.ended()
        seen = bus.seen
    if mine.side.unit.runs > 1 and isinstance(answer, Returned) and len(seen) != 1:
        s.broken("one event, of the try that was committed", f"{len(seen)}: {code(seen)}")


def _outcome_unknown(s: UnitScenario, entry: Entry) -> None:
    """Lose the answer of a commit that has succeeded: nobody knows, and nobody may do it again."""
    with s.adding(entry) as unit:
        s.say("# the connection is lost after the commit has succeeded, and before its answer comes")
        with s.source.store.losing_reply(1) as struck:
            answer = unit.complete()
    if not struck.delivered:
        return
    if unit.runs > 1:
        s.broken("the work is done once, since it may have been stored", f"it is done {unit.runs} times")
    if struck.commits > 1:
        s.broken("one commit is sent", f"{struck.commits} are")
    if isinstance(answer, Returned):
        s.broken("an error, since nobody knows whether it is stored", told(answer))
    stated = s.binding.policy("unknown")
    if stated is not None and not isinstance(stated, str) and not stated.accepts(answer):
        s.broken(str(stated), told(answer))

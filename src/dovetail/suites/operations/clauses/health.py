"""Whether it lives, and whether it is ready: OPS-13 to OPS-16."""

from __future__ import annotations

import re

from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.operations.outages import outages
from dovetail.suites.operations.preconditions import with_dependencies, with_live, with_ready
from dovetail.suites.operations.scenario import OperationsScenario


@check("OPS-13", all_of(with_live, with_dependencies), random=False)
def live_asks_nobody(s: OperationsScenario) -> None:
    for each in outages(s):
        if each.live is not None and not each.live.is_good:
            s.say(*each.lines)
            hint = "what restarts the process reads this answer, and a restart brings no dependency back"
            s.broken("alive, whatever is down", each.live.text, hint=hint)


@check("OPS-14", all_of(with_ready, with_dependencies), random=False)
def ready_fails_in_time(s: OperationsScenario) -> None:
    within = s.contract.ready_within
    for each in outages(s):
        if each.ready is None or (each.ready.status and not each.ready.is_good and each.ready.seconds <= within):
            continue
        s.say(*each.lines)
        late = not each.ready.status or each.ready.seconds > within
        hint = "give the question to the dependency a timeout of its own" if late else ""
        s.broken(f"not ready, within {within:g} s", each.ready.text, hint=hint)


@check("OPS-15", all_of(with_ready, with_dependencies), random=False, needs_a_case=True)
def ready_names_what_is_down(s: OperationsScenario) -> None:
    told = [each for each in outages(s) if each.ready is not None and each.ready.status and not each.ready.is_good]
    if not told:
        s.no_case("it is not told apart whether a dependency is down, as OPS-14 tells", left_to_another_clause=True)
    for each in told:
        assert each.ready is not None
        logged = any(entry.mentions(each.name) for entry in each.entries)
        if each.name.lower() not in each.ready.body.lower() and not logged:
            s.say(*each.lines)
            s.broken(f"{each.name!r} in the answer or in the log", each.ready.body[:200] or "an empty answer")
        for other in told:
            if (
                other.name != each.name
                and other.ready is not None
                and _shape(other.ready.body) == _shape(each.ready.body)
            ):
                s.say(*each.lines, *other.lines)
                s.broken(f"whether {each.name!r} or {other.name!r} is down", each.ready.body[:200])


@check("OPS-16", all_of(with_ready, with_dependencies), random=False)
def ready_recovers(s: OperationsScenario) -> None:
    for each in outages(s):
        if each.recovered is not None and not each.recovered.is_good:
            s.say(*each.lines)
            got = f"{each.recovered.text}, {s.contract.patience:g} s later: {each.recovered.body[:200]}"
            s.broken("ready, once the dependency is there again", got)


def _shape(body: str) -> str:
    """A body without what changes from one answer to the next."""
    return re.sub(r"\d+", "", body)

"""Who changed what: OPS-19 and OPS-20."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dovetail.suites.kernel.check import check
from dovetail.suites.operations.performed import Performed
from dovetail.suites.operations.preconditions import states
from dovetail.suites.operations.scenario import OperationsScenario

_TICK = 0.02
_TURNS = 2
_AUDITED = states("audit", "audit = staticmethod(lambda: [...])", "which audit entries there are")


@check("OPS-19", _AUDITED, random=False)
def entry_for_each_change(s: OperationsScenario) -> None:
    s.begin()
    for _ in range(_TURNS):
        before, changed = _audited(s), _changed(s)
        s.perform()
        wanted = _wait(s, before, changed)
        found = _audited(s) - before
        if found != wanted:
            s.say(f"audit()  # {_entries(found)} more")
            s.broken(_entries(wanted), _entries(found))


@check("OPS-20", _AUDITED, random=False, needs_a_case=True)
def nothing_without_a_change(s: OperationsScenario) -> None:
    s.begin()
    gateways = list(s.session.outside.gateways.values())
    if not gateways and not s.states("failing"):
        s.no_case("nothing fails: failing = an operation that does")
    tried = False
    if s.states("failing"):
        tried |= _judge(s, lambda: s.perform("failing"))
    if gateways:
        with s.failing_gateways():
            tried |= _judge(s, s.perform)
        if s.states("changes"):
            tried |= _judge(s, lambda: _killed(s))
    if not tried:
        s.no_case("it succeeds while its gateways answer 503: failing = an operation that fails")


def _judge(s: OperationsScenario, operate: Callable[[], Performed | None]) -> bool:
    """Let something happen that may be given up half way: what was audited is what was changed.

    Gives whether that could be judged: without `changes`, only what fails is known to have changed nothing.
    """
    before, changed = _audited(s), _changed(s)
    made = operate()
    if not s.states("changes") and (made is None or made.succeeded):
        return False
    wanted = _changed(s) - changed
    found = _audited(s) - before
    if found != wanted:
        s.say(f"audit()  # {_entries(found)} more, and {wanted} changed")
        hint = "write the entry in the transaction of the change, on its connection"
        s.broken(_entries(wanted), _entries(found), hint=hint)
    return True


def _killed(s: OperationsScenario) -> None:
    """A process that is killed while a request waits for a gateway."""
    process = s.session.started()
    asking = threading.Thread(target=lambda: s.perform(process=process))
    with s.held_back(process) as wait:
        asking.start()
        met = wait(1, s.contract.patience)
        process.close()
    asking.join()
    s.say(f"# the process was killed {'meanwhile' if met else 'after it'}")


def _audited(s: OperationsScenario) -> int:
    return len(s.read("audit"))


def _changed(s: OperationsScenario) -> int:
    return len(s.read("changes")) if s.states("changes") else 0


def _wait(s: OperationsScenario, before: int, changed: int) -> int:
    """Wait until the change is audited; gives how many there were."""
    until = time.monotonic() + s.contract.patience
    while True:
        wanted = _changed(s) - changed if s.states("changes") else 1
        if (wanted and _audited(s) - before >= wanted) or time.monotonic() > until:
            return wanted
        time.sleep(_TICK)


def _entries(count: int) -> str:
    return "one audit entry" if count == 1 else f"{count or 'no'} audit entries"

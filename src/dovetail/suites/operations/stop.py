"""The end of the application's process, observed once for all clauses that judge it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from dovetail.patience import eventually
from dovetail.suites.operations.performed import Performed
from dovetail.suites.operations.process.asking import Answer, Ask
from dovetail.suites.operations.process.process import Process
from dovetail.suites.operations.scenario import OperationsScenario

_EFFECT = 1.0
"""So long the signal may take to end a process that does not handle it, before the gateway answers."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A process that was told to stop.

    Attributes:
        made: the operation that was in flight.
        met: whether it was: a gateway was keeping it.
        done: whether the gateway's answer was taken.
        ready: what the path that says whether it is ready was answered with last; None where there is none.
        code: the exit code; None where it did not end in time.
        open_before: what connections were open to when it was told to stop.
        open_after: the same at its end; None where that is not known.
        lines: what was done.
    """

    made: Performed | None
    met: bool
    done: bool
    ready: Answer | None
    code: int | None
    open_before: Sequence[str]
    open_after: Sequence[str] | None
    lines: Sequence[str]


def observed_stop(s: OperationsScenario) -> Stop:
    """What comes of SIGTERM while a request is in flight."""
    s.begin()
    found: Stop = s.session.once("stop", lambda: _observed(s))
    return found


def _observed(s: OperationsScenario) -> Stop:
    process = s.session.give_up() or s.session.started()
    try:
        return _stopped(s, process)
    finally:
        process.close()


def _stopped(s: OperationsScenario, process: Process) -> Stop:
    gateways = list(s.session.outside.gateways.values())
    given_up = sum(each.abandoned for each in gateways)
    made: list[Performed] = []
    asking = threading.Thread(target=lambda: made.append(s.unsaid("request", process=process)))
    with s.held_back(process) as wait:
        if gateways:
            asking.start()
        met = bool(gateways) and wait(1, s.contract.patience)
        before = _open(s)
        process.terminate()
        process.wait(_EFFECT if met else 0.0)
        ready = _until_not_ready(s, process) if met and s.states("ready") else None
    lines = ["# a request is in flight, at a gateway" if met else "# nothing is in flight", "# SIGTERM"]
    if ready is not None:
        lines.append(f"GET {s.contract.ready}  # answered {ready.text}")
    if met:
        lines.append("# the gateway answers")
    ended = process.wait(s.contract.stop_within)
    code = process.code
    if not ended:
        process.close()
    if asking.ident is not None:
        asking.join()
    lines += [each.text for each in made]
    lines.append(f"# it ended with code {code}" if ended else f"# it had not ended after {s.contract.stop_within:g} s")
    ports = process.open_connections() if ended else None
    after = None if ports is None else [name for name, port in _ports(s).items() if port in ports]
    # A gateway has its last look at who called it.
    eventually(lambda: not any(each.waiting for each in gateways), s.contract.patience)
    done = sum(each.abandoned for each in gateways) == given_up
    return Stop(made[0] if made else None, met, done, ready, code, before, after, lines)


def _until_not_ready(s: OperationsScenario, process: Process) -> Answer:
    """The last answer of the path that says whether it is ready, once that is no, or after a while."""
    asked = partial(s.asked, Ask("GET", s.contract.ready), process, s.contract.patience)
    return eventually(asked, s.contract.patience, lambda answer: not answer.is_good)


def _ports(s: OperationsScenario) -> dict[str, int]:
    outside = s.session.outside
    found = {name: each.port for name, each in outside.gateways.items()}
    return found | {name: each.port for name, each in outside.dependencies.items() if hasattr(each, "port")}


def _open(s: OperationsScenario) -> list[str]:
    """What connections are open to."""
    outside = s.session.outside
    held = [*outside.gateways.items(), *outside.dependencies.items()]
    return [name for name, each in held if getattr(each, "connections", 0)]

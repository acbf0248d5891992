"""How the application refuses to start."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from dovetail.suites.operations.process.asking import Ask, ask
from dovetail.suites.operations.process.process import HOST, STARTING, Process
from dovetail.suites.operations.scenario import OperationsScenario

_TICK = 0.02


@dataclass(frozen=True, slots=True)
class RefusedStart:
    """A start with settings that are missing or wrong.

    Attributes:
        changed: by variable, the wrong value; None where it is missing.
        code: the exit code; None where it has not ended.
        starts: whether it has started all the same.
        said: all that it wrote.
        line: what was done, for a finding.
    """

    changed: Mapping[str, str | None]
    code: int | None
    starts: bool
    said: str
    line: str


def refused_start(s: OperationsScenario, changed: Mapping[str, str | None]) -> RefusedStart:
    """What comes of a start with wrong values of some variables, or without them, observed once for all clauses."""

    def observe() -> RefusedStart:
        process = s.session.launched(changed)
        try:
            starts = _starts(s, process)
            code = process.code
            process.output.join(1.0 if code is not None else 0.0)
            said = "\n".join(each.text for each in process.output.since())
        finally:
            process.close()
        told = ", ".join(f"{name}={value}" if value is not None else f"no {name}" for name, value in changed.items())
        return RefusedStart(changed, code, starts, said, f"start  # {told}: {ended_text(starts, code)}")

    found: RefusedStart = s.session.once(f"start, {changed}", observe)
    return found


def ended_text(starts: bool, code: int | None) -> str:
    """What came of a start."""
    if starts:
        return "it starts"
    return f"it neither ends nor answers, {STARTING:g} seconds later" if code is None else f"it ends with code {code}"


def _starts(s: OperationsScenario, process: Process) -> bool:
    """Wait until it has ended, or answers, or for one that is asked nothing, for as long as a start may take."""
    path = s.contract.live or s.contract.ready or "/"
    until = time.monotonic() + STARTING
    while process.code is None and time.monotonic() < until:
        if process.is_asked and process.listens() and ask(HOST, process.port, Ask("GET", path), STARTING).status:
            return True
        time.sleep(_TICK)
    return process.code is None and not process.is_asked

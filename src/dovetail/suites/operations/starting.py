"""How the application refuses to start."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dovetail.suites.operations.process.asking import Ask, ask
from dovetail.suites.operations.process.process import HOST, STARTING, Process
from dovetail.suites.operations.scenario import OperationsScenario

_TICK = 0.02
_TIMES = 3
_MOST_SHOWN = 200
_LONGER = 3.0
"""So long whoever has complained three times of the same is given to end all the same, or to complain once more."""

_RAISED = re.compile(r"(?:\w+\.)*\w*(?:Error|Exception|Exit)\b")
_ENDED = re.compile(r"\b(?:exited|exiting|died|terminated)\b", re.IGNORECASE)  # what servers say of their workers
_NUMBER = re.compile(r"\d+")
_STARTS = "it starts"


@dataclass(frozen=True, slots=True)
class RefusedStart:
    """A start with settings that are missing or wrong.

    Attributes:
        changed: by variable, the wrong value; None where it is missing.
        came: what came of it.
        code: the exit code; None where it has not ended.
        starts: whether it has started all the same.
        said: all that it wrote.
        line: what was done, for a finding.
    """

    changed: Mapping[str, str | None]
    came: str
    code: int | None
    starts: bool
    said: str
    line: str


def refused_start(s: OperationsScenario, changed: Mapping[str, str | None]) -> RefusedStart:
    """What comes of a start with wrong values of some variables, or without them, observed once for all clauses."""

    def observe() -> RefusedStart:
        process = s.session.launched(changed)
        try:
            came = _watched(s, process, changed)
            code = process.code
            process.output.join(1.0 if code is not None else 0.0)
            said = "\n".join(each.text for each in process.output.since())
        finally:
            process.close()
        told = ", ".join(f"{name}={value}" if value is not None else f"no {name}" for name, value in changed.items())
        return RefusedStart(changed, came, code, came == _STARTS, said, f"start  # {told}: {came}")

    found: RefusedStart = s.session.once(f"start, {changed}", observe)
    return found


def _watched(s: OperationsScenario, process: Process, changed: Mapping[str, str | None]) -> str:
    """Wait until it has ended, answers, or is started again and again, for as long as a start may take."""
    path = s.contract.live or s.contract.ready or "/"
    began, again, patience = time.monotonic(), _Again(changed), 0.5
    while process.code is None and time.monotonic() < began + STARTING:
        if process.is_asked and process.listens():
            # A server whose workers end takes connections, and answers none.
            if ask(HOST, process.port, Ask("GET", path), patience).status:
                return _STARTS
            patience *= 2
        if complaint := again.complaint([each.text for each in process.output.since()]):
            return f"it neither ends nor answers, and is started again and again: {complaint[:_MOST_SHOWN]}"
        time.sleep(_TICK)
    if process.code is not None:
        return f"it ends with code {process.code}"
    return f"it neither ends nor answers, {STARTING:g} seconds later" if process.is_asked else _STARTS


class _Again:
    """Tells whether the same complaint comes again and again, as where workers that end are started anew."""

    def __init__(self, changed: Mapping[str, str | None]) -> None:
        self._names = [name.lower() for name in changed]
        self._seen: dict[str, tuple[float, int]] = {}

    def complaint(self, lines: Sequence[str]) -> str:
        """What was said three times, and once more some seconds later; empty where nothing was."""
        count = Counter(_NUMBER.sub("0", each) for each in lines)
        now = time.monotonic()
        repeated = []
        for line in dict.fromkeys(lines):
            same = _NUMBER.sub("0", line)
            if count[same] >= _TIMES and (self._says_why(line) or _ENDED.search(line)):
                since, then = self._seen.setdefault(same, (now, count[same]))
                repeated += [line.strip()] if now > since + _LONGER and count[same] > then else []
        return next(filter(self._says_why, repeated), next(iter(repeated), ""))

    def _says_why(self, line: str) -> bool:
        return bool(_RAISED.match(line)) or any(name in line.lower() for name in self._names)

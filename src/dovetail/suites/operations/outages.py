"""What is down, one dependency after the other, and what the application says of it meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.patience import eventually
from dovetail.suites.operations.entries import Entry
from dovetail.suites.operations.process.asking import Answer, Ask
from dovetail.suites.operations.scenario import OperationsScenario


@dataclass(frozen=True, slots=True)
class Outage:
    """A dependency that was down for a while.

    Attributes:
        name: of the dependency.
        live: what the path that says whether the application lives was answered with; None where there is none.
        ready: likewise, whether it is ready.
        recovered: the same once the dependency was there again.
        entries: what was logged.
        lines: what was done.
    """

    name: str
    live: Answer | None
    ready: Answer | None
    recovered: Answer | None
    entries: list[Entry]
    lines: list[str]


def outages(s: OperationsScenario) -> Sequence[Outage]:
    """Each way in which each dependency can be down, observed once for all clauses."""
    s.begin()
    found: Sequence[Outage] = s.session.once("outages", lambda: _observed(s))
    return found


def _observed(s: OperationsScenario) -> list[Outage]:
    found = []
    for name, each in s.session.outside.dependencies.items():
        found.append(_down(s, name, each, "refuses connections", each.down))
        if callable(getattr(each, "stall", None)):
            found.append(_down(s, name, each, "takes connections and says nothing", each.stall))
    return found


def _down(s: OperationsScenario, name: str, dependency: Any, how: str, take_down: Any) -> Outage:
    contract, process = s.contract, s.process
    position = process.output.position
    lines = [f"# {name} {how}"]

    def asked(path: str | None, seconds: float) -> Answer | None:
        if path is None:
            return None
        answer = s.asked(Ask("GET", path), process, seconds)
        lines.append(f"GET {path}  # answered {answer.text} after {answer.seconds:.1f} s")
        return answer

    take_down()
    try:
        live = asked(contract.live, contract.patience)
        ready = asked(contract.ready, contract.ready_within)
        if how.startswith("refuses"):
            lines.append(s.unsaid("request").text)
    finally:
        dependency.up()
    lines.append(f"# {name} is there again")
    recovered = None
    if contract.ready is not None:
        ready_again = partial(s.asked, Ask("GET", contract.ready), process, contract.patience)
        recovered = eventually(ready_again, contract.patience, lambda answer: answer.is_good)
        lines.append(f"GET {contract.ready}  # answered {recovered.text}")
    return Outage(name, live, ready, recovered, s.entries_since(process, position), lines)

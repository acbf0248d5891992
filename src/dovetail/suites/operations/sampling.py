"""Some operations of the application and what it logs for them, which all clauses look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.operations.entries import entry
from dovetail.suites.operations.performed import Performed, Sample
from dovetail.suites.operations.process.output import Line

TIMES = 4
"""So often an operation is asked for, to tell what it logs each time from what is logged by chance."""

_QUIET = 0.3
_SHOWN = 300


def observed_sample(s: Any) -> Sample:
    """Ask for each operation a few times.

    Raises:
        ContractError: `request` does not succeed, or `failing` does.
    """
    process = s.process
    position = process.output.position
    requests = [s.unsaid("request")]
    _refuse_failure(s, requests[0])
    requests += [s.unsaid("request") for _ in range(TIMES - 1)]
    s.wait_for_entries(process, position, requests)
    between = len(process.output.since(position))
    failing = [s.unsaid("failing") for _ in range(TIMES)] if s.states("failing") else []
    _refuse_success(s, failing)
    process.output.wait_for_quiet(_QUIET)
    lines = process.output.since(position)
    streams = _streams(s.contract.logs, lines)
    entries = [entry(each) for each in lines if each.stream in streams]
    ended = sum(each.stream in streams for each in lines[:between])
    return Sample(requests, failing, entries, ended, streams)


def _streams(stated: str | None, lines: Sequence[Line]) -> Sequence[str]:
    """The stream that is stated; else those on which JSON comes, or where none does, all."""
    if stated:
        return (stated,)
    return tuple({each.stream for each in lines if entry(each).fields is not None}) or ("stdout", "stderr")


def _refuse_failure(s: Any, made: Performed) -> None:
    if made.answer is not None and not made.succeeded:
        raise ContractError(
            f"the request of {s.contract.__name__} does not succeed: {made.text}: {made.answer.body[:_SHOWN]}",
            "state a request that does; where each one has to be another, a function: "
            'request = staticmethod(lambda unique: ("PUT", f"/parcels/{unique}", {...}))',
        )


def _refuse_success(s: Any, failing: Sequence[Performed]) -> None:
    if failing and failing[0].answer is not None and failing[0].succeeded:
        raise ContractError(
            f"the failing operation of {s.contract.__name__} succeeds: {failing[0].text}",
            'state one that is refused: failing = "GET /parcels/unknown"',
        )

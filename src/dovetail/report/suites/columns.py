"""Where reports count how a clause came out: what fails no run, and what never ran, have columns of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from dovetail.suites.kernel.outcome import Outcome

USUAL = ("held", "broken", "waived", "not applicable", "not stated")
"""The columns that every report has; the others are there where something came out so."""
ADVISORY = "broken (should)"
CUT = "cut short"
NOT_EVALUATED = "not evaluated"


def column_of(outcome: Outcome) -> str:
    """Where an outcome is counted."""
    if not outcome.evaluated:
        return NOT_EVALUATED
    return ADVISORY if outcome.advisory else outcome.verdict.value


def column_in(clause: Mapping[str, Any]) -> str:
    """Where a clause of the document of suites is counted, which has no word on what is advisory."""
    return str(clause["outcome"]) if clause.get("evaluated", True) else NOT_EVALUATED


def counted(suites: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many clauses of some suites of a document came out in each way."""
    return Counter(column_in(each) for suite in suites for each in suite["clauses"])

"""What a suite found, as values: a finding is a value before it is text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a clause came out for one adapter."""

    HELD = "held"
    BROKEN = "broken"
    WAIVED = "waived"
    NOT_APPLICABLE = "not applicable"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Finding:
    """A clause that did not hold, with the smallest scenario that shows it.

    Attributes:
        clause: the clause's id.
        scenario: lines of Python that a person can paste.
        expected: what the clause promises, e.g. `.lines == []`.
        got: what the adapter answered, in the same form.
        path: where the two differ, e.g. `.lines[0].price`; empty where the whole answer does.
        hint: one helpful line, or nothing.
    """

    clause: str
    scenario: tuple[str, ...]
    expected: str
    got: str
    path: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One clause on one adapter.

    Attributes:
        clause: the clause's id.
        verdict: how it came out.
        reason: why it was not applicable, what it was waived for, what was answered where nothing is stated, or why it
            could not be evaluated.
        examples: how many scenarios ran.
        seconds: how long they took, wall time.
        finding: the finding of a broken or a waived clause.
        answer: for a policy that is not stated, what this adapter answers, e.g. `returns(None)`.
        policy: the attribute that would state it, e.g. `missing`.
    """

    clause: str
    verdict: Verdict
    reason: str = ""
    examples: int = 0
    seconds: float = 0.0
    finding: Finding | None = None
    answer: str = ""
    policy: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.verdict is not Verdict.BROKEN


@dataclass(frozen=True, slots=True)
class Report:
    """What a whole suite found on one adapter.

    Attributes:
        suite: the suite's name.
        contract: the contract's kind, e.g. `RepositoryContract`.
        port: `package.module:Port`.
        adapter: the adapter's name.
        outcomes: by clause id, in the order of the catalogue.
    """

    suite: str
    contract: str
    port: str
    adapter: str
    outcomes: dict[str, Outcome]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of every broken clause."""
        return tuple(each.finding for each in self.outcomes.values() if not each.holds and each.finding is not None)

    @property
    def holds(self) -> bool:
        """Whether no clause is broken."""
        return all(outcome.holds for outcome in self.outcomes.values())

    def count(self, verdict: Verdict) -> int:
        """How many clauses came out so."""
        return Counter(outcome.verdict for outcome in self.outcomes.values())[verdict]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes.values())


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as the machine-readable report has it; keys are only ever added."""
    finding = outcome.finding
    return {
        "id": outcome.clause,
        "outcome": outcome.verdict.value,
        "reason": outcome.reason or None,
        "examples": outcome.examples,
        "seconds": round(outcome.seconds, 4),
        "answer": outcome.answer or None,
        "policy": outcome.policy or None,
        "finding": finding
        and {
            "scenario": list(finding.scenario),
            "expected": finding.expected,
            "got": finding.got,
            "path": finding.path,
            "hint": finding.hint or None,
        },
    }

"""What a suite found, as values: a finding is a value before it is text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How a clause came out for one adapter."""

    HELD = "held"
    BROKEN = "broken"
    WAIVED = "waived"
    NOT_APPLICABLE = "not applicable"
    NOT_STATED = "not stated"
    CUT_SHORT = "cut short"


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
        also: where else answers differed, in this scenario or in a larger one: `.price: expected 2, got None`.
    """

    clause: str
    scenario: tuple[str, ...]
    expected: str
    got: str
    path: str = ""
    hint: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One clause on one adapter.

    Attributes:
        clause: the clause's id.
        verdict: how it came out.
        reason: why it was not applicable, what it was waived for, what was answered where nothing is stated, how far it
            was held before it was cut short, or why it could not be evaluated; where it holds, what was learned and
            taken for granted.
        examples: how many scenarios ran.
        seconds: how long they took, wall time.
        finding: the finding of a broken or a waived clause.
        answer: for a policy that is not stated, what this adapter answers, e.g. `returns(None)`.
        policy: the attribute that would state it, e.g. `missing`.
        evaluated: whether it could be evaluated; what could not be is broken, and never held.
        level: `must` or `should`, as the catalogue has it.
        advisory: whether it is broken, of level `should`, and fails no run.
        called: the operations of the port that its scenarios called.
        due: that its waiver is due, since when and who decided it; nothing where it is not.
    """

    clause: str
    verdict: Verdict
    reason: str = ""
    examples: int = 0
    seconds: float = 0.0
    finding: Finding | None = None
    answer: str = ""
    policy: str = ""
    evaluated: bool = True
    level: str = "must"
    advisory: bool = False
    called: tuple[str, ...] = ()
    due: str = ""

    @property
    def holds(self) -> bool:
        """Whether it fails no run: it is not broken, or is only advised."""
        return self.verdict is not Verdict.BROKEN or self.advisory

    @classmethod
    def not_evaluated(cls, clause: str, reason: str, examples: int = 0, seconds: float = 0.0) -> Outcome:
        """The outcome of a clause that could not be evaluated, for that reason."""
        said = f"could not be evaluated: {reason}"
        return cls(clause, Verdict.BROKEN, said, examples, seconds, evaluated=False)


@dataclass(frozen=True, slots=True)
class Report:
    """What a whole suite found on one adapter.

    Attributes:
        suite: the suite's name.
        contract: the contract's kind, e.g. `RepositoryContract`.
        port: the path of what is held to it: `package.module:Port`.
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
        """The findings of every broken clause, those of level `should` too."""
        broken = (each for each in self.outcomes.values() if each.verdict is Verdict.BROKEN)
        return tuple(each.finding for each in broken if each.finding is not None)

    @property
    def not_evaluated(self) -> tuple[Outcome, ...]:
        """The clauses that could not be evaluated, each with the reason."""
        return tuple(each for each in self.outcomes.values() if not each.evaluated)

    @property
    def holds(self) -> bool:
        """Whether no clause is broken, those of level `should` apart, and every one could be evaluated."""
        return all(outcome.holds for outcome in self.outcomes.values())

    def count(self, verdict: Verdict) -> int:
        """How many clauses came out so."""
        return Counter(outcome.verdict for outcome in self.outcomes.values())[verdict]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes.values())

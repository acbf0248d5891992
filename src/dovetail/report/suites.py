"""All suites of a run together: the machine-readable document, and what adapters of one port disagree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from dovetail.catalogue import clause

Record = dict[str, Any]
"""What one test of a suite came to, plain enough to travel between processes.

`suite` (its node id), `name` (its class), `contract`, `port`, `adapter`, `store`, `of` (how many clauses the contract
has), and either `clause` (an outcome as JSON, and whether it was `evaluated`) or `skipped` (why the test did not run).
"""

_SUITE = ("suite", "contract", "port", "adapter", "store")
_CLAUSE = ("id", "outcome", "reason", "examples", "seconds", "finding")


@dataclass(slots=True)
class Suite:
    """One contract class on one adapter.

    Attributes:
        head: what it is: the keys of a record but `clause` and `skipped`.
        clauses: the outcomes as JSON, by clause id; of a test that ran twice, the last one.
        skipped: why tests of it were skipped by the user's own doing.
        label: the adapter's name, with its store's where it has one, and as much of the suite's as tells it apart.
    """

    head: Record
    clauses: dict[str, Record] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    label: str = ""

    @property
    def port(self) -> str:
        """The port's bare name."""
        return str(self.head["port"]).rpartition(":")[2]

    @property
    def vacuous(self) -> bool:
        """Whether every clause ran, and not one of them was applicable."""
        outcomes = {each["outcome"] for each in self.clauses.values()}
        return len(self.clauses) == self.head["of"] and outcomes == {"not applicable"}

    def count(self, outcome: str) -> int:
        """How many clauses came out so."""
        return sum(each["outcome"] == outcome for each in self.clauses.values())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Adapters of one port that answer differently where the contract states nothing."""

    clause: str
    port: str
    policy: str
    answers: dict[str, str]

    def __str__(self) -> str:
        """The finding, with the line that settles it."""
        choices = [f"{self.policy} = {answer}" for answer in sorted(set(self.answers.values()))]
        width = max(map(len, self.answers))
        lines = [f"{self.clause} {clause(self.clause).title}      the adapters of {self.port} disagree"]
        lines += [f"    {adapter:<{width}}  answers {answer}" for adapter, answer in sorted(self.answers.items())]
        lines.append(f"  write     {' or '.join(choices)} in the contract")
        return "\n".join(lines)


class Suites:
    """The records of a run, gathered by suite."""

    def __init__(self) -> None:
        self._suites: dict[str, Suite] = {}

    def add(self, record: Record) -> None:
        """Take in the record of one test."""
        suite = self._suites.setdefault(record["suite"], Suite(record))
        if "clause" in record:
            suite.clauses[record["clause"]["id"]] = record["clause"]
            tried = record["clause"]["evaluated"] and record["clause"]["outcome"] != "not applicable"
            suite.head = record if tried else suite.head
        else:
            suite.skipped[record["skipped"]] += 1

    def __bool__(self) -> bool:
        return bool(self._suites)

    def suites(self) -> list[Suite]:
        """Every suite in the order of its id, each with a label of its own."""
        found = [self._suites[name] for name in sorted(self._suites)]
        taken = Counter((suite.port, label) for suite in found for label in _labels(suite.head))
        for suite in found:
            labels = _labels(suite.head)
            suite.label = next((each for each in labels if taken[suite.port, each] == 1), labels[-1])
        return found

    def document(self) -> Record:
        """The document of `--dovetail-json`, version 1: keys are only ever added."""
        return {
            "version": 1,
            "suites": [_document(suite) for suite in self.suites()],
            "disagreements": [
                {"id": each.clause, "port": each.port, "policy": each.policy, "answers": each.answers}
                for each in self.disagreements()
            ],
        }

    def disagreements(self) -> list[Disagreement]:
        """Unstated policies on which two adapters of one port answer differently."""
        answers: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for suite in self.suites():
            for each in suite.clauses.values():
                if each["outcome"] == "not stated":
                    answers[each["id"], suite.head["port"], each["policy"]][suite.label] = each["answer"]
        return [
            Disagreement(clause_id, port.rpartition(":")[2], policy, given)
            for (clause_id, port, policy), given in sorted(answers.items())
            if len(set(given.values())) > 1
        ]

    def vacuous(self) -> list[Suite]:
        """Suites of which no clause is applicable: they prove nothing."""
        return [suite for suite in self.suites() if suite.vacuous]


def _document(suite: Suite) -> Record:
    clauses = [suite.clauses[clause_id] for clause_id in sorted(suite.clauses)]
    return {key: suite.head[key] for key in _SUITE} | {
        "clauses": [{key: each[key] for key in _CLAUSE} for each in clauses]
    }


def _labels(head: Record) -> tuple[str, ...]:
    """What a suite may be called, from the shortest on."""
    plain = f"{head['adapter']} ({head['store']})" if head["store"] else str(head["adapter"])
    return plain, f"{plain} in {head['name']}", f"{plain} in {head['suite']}"

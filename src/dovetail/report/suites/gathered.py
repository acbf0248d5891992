"""All suites of a run together, and what adapters of one port disagree on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from dovetail.catalogue import clause
from dovetail.report.suites.columns import column_of
from dovetail.report.suites.records import Record, SuiteInfo
from dovetail.suites.kernel.outcome import Outcome, Verdict


@dataclass(slots=True)
class Suite:
    """One contract class on one adapter.

    Attributes:
        info: what it is.
        outcomes: by clause id; of a test that ran twice, the last one.
        skipped: why tests of it were skipped by the user's own doing.
        label: the adapter's name, with its store's where it has one, and as much of the suite's as tells it apart.
    """

    info: SuiteInfo
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    label: str = ""

    @property
    def port(self) -> str:
        """The port's bare name."""
        return self.info.port.rpartition(":")[2]

    @property
    def vacuous(self) -> bool:
        """Whether every clause ran, and not one of them was applicable."""
        verdicts = {each.verdict for each in self.outcomes.values()}
        return len(self.outcomes) == self.info.of and verdicts == {Verdict.NOT_APPLICABLE}

    @property
    def called(self) -> list[str]:
        """The operations of the port that some clause called."""
        found = {name for each in self.outcomes.values() for name in each.called}
        return [name for name in self.info.operations if name in found]

    @property
    def uncalled(self) -> list[str]:
        """The operations that no clause called, where all of them ran: whatever held, nothing is known of these."""
        whole = len(self.outcomes) == self.info.of and all(each.evaluated for each in self.outcomes.values())
        called = self.called
        return [name for name in self.info.operations if name not in called] if whole else []

    def vacuity(self) -> str:
        """What is wrong with a vacuous suite."""
        return f"{self.info.id} proves nothing: none of its clauses is applicable"

    def count(self, column: str) -> int:
        """How many clauses came out so, as `column_of` names it."""
        return sum(column_of(each) == column for each in self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Adapters of one port that answer differently where the contract states nothing.

    Attributes:
        clause: the clause's id.
        port: the port's bare name.
        policy: the attribute that would settle it.
        answers: what each adapter answers, by its label.
        suites: the ids of their suites.
    """

    clause: str
    port: str
    policy: str
    answers: dict[str, str]
    suites: tuple[str, ...] = ()

    def in_short(self) -> str:
        """The finding in one line."""
        said = ", ".join(f"{adapter} answers {answer}" for adapter, answer in sorted(self.answers.items()))
        return f"{self.clause} the adapters of {self.port} disagree: {said}"

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
        suite = self._suites.setdefault(record.suite.id, Suite(record.suite))
        outcome = record.outcome
        if outcome is None:
            suite.skipped[record.skipped] += 1
            return
        suite.outcomes[outcome.clause] = outcome
        if outcome.evaluated and outcome.verdict is not Verdict.NOT_APPLICABLE:
            suite.info = record.suite  # which knows the adapter's name

    def __bool__(self) -> bool:
        return bool(self._suites)

    def suites(self) -> list[Suite]:
        """Every suite in the order of its id, each with a label of its own."""
        found = [self._suites[name] for name in sorted(self._suites)]
        taken = Counter((suite.port, label) for suite in found for label in _labels(suite.info))
        for suite in found:
            labels = _labels(suite.info)
            suite.label = next((each for each in labels if taken[suite.port, each] == 1), labels[-1])
        return found

    def disagreements(self) -> list[Disagreement]:
        """Unstated policies on which two adapters of one port answer differently."""
        answers: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        where: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for suite in self.suites():
            for each in suite.outcomes.values():
                if each.verdict is Verdict.NOT_STATED:
                    question = each.clause, suite.info.port, each.policy
                    answers[question][suite.label] = each.answer
                    where[question].append(suite.info.id)
        return [
            Disagreement(question[0], question[1].rpartition(":")[2], question[2], given, tuple(where[question]))
            for question, given in sorted(answers.items())
            if len(set(given.values())) > 1
        ]

    def vacuous(self) -> list[Suite]:
        """Suites of which no clause is applicable: they prove nothing."""
        return [suite for suite in self.suites() if suite.vacuous]


def _labels(info: SuiteInfo) -> tuple[str, ...]:
    """What a suite may be called, from the shortest on."""
    plain = f"{info.adapter} ({info.store})" if info.store else info.adapter
    return plain, f"{plain} in {info.name}", f"{plain} in {info.id}"

"""All suites of a run together: the machine-readable document, the matrix, and what adapters of one port disagree on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dovetail.catalogue import clause

Record = dict[str, Any]
"""One clause on one suite: `suite`, `contract`, `port`, `adapter`, `store` and `clause` (an outcome as JSON)."""

_COLUMNS = ("held", "broken", "waived", "not applicable", "not stated")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Adapters of one port that answer differently where the contract states nothing."""

    clause: str
    port: str
    policy: str
    answers: dict[str, str]

    def __str__(self) -> str:
        """The finding, with the line that settles it."""
        answers = sorted(set(self.answers.values()))
        lines = [f"{self.clause} {clause(self.clause).title}      the adapters of {_short(self.port)} disagree"]
        lines += [f"    {adapter} answers {answer}" for adapter, answer in sorted(self.answers.items())]
        lines.append(f"  write     {self.policy} = {answers[0]} or {self.policy} = {answers[1]} in the contract")
        return "\n".join(lines)


@dataclass(slots=True)
class Suites:
    """The records of a run, gathered by suite in the order in which they came."""

    suites: dict[str, Record] = field(default_factory=dict)

    def add(self, record: Record) -> None:
        """Take in one clause's record."""
        head = {key: value for key, value in record.items() if key != "clause"}
        suite = self.suites.setdefault(record["suite"], {**head, "clauses": []})
        suite["clauses"].append(record["clause"])

    def __bool__(self) -> bool:
        return bool(self.suites)

    def document(self) -> Record:
        """The document of `--dovetail-json`, version 1: keys are only ever added."""
        suites = [self.suites[name] for name in sorted(self.suites)]
        for suite in suites:
            suite["clauses"].sort(key=lambda each: each["id"])
        return {"version": 1, "suites": suites}

    def disagreements(self) -> list[Disagreement]:
        """Unstated policies on which two adapters of one port answer differently."""
        answers: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        for suite in self.suites.values():
            for each in suite["clauses"]:
                if each["outcome"] == "not stated":
                    answers[each["id"], suite["port"], each["policy"]][_label(suite)] = each["answer"]
        return [Disagreement(*key, given) for key, given in sorted(answers.items()) if len(set(given.values())) > 1]

    def matrix(self) -> Iterator[str]:
        """The lines of the matrix port by adapter, and the reasons behind its numbers."""
        rows = [_row(suite) for suite in self.document()["suites"]]
        table = [("port", "adapter", *_COLUMNS), *rows]
        widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
        for row in table:
            cells = [
                cell.ljust(width) if i < 2 else cell.rjust(width)
                for i, (cell, width) in enumerate(zip(row, widths, strict=True))
            ]
            yield "  ".join(cells).rstrip()
        for outcome in ("not applicable", "not stated", "waived"):
            yield from self._reasons(outcome)

    def _reasons(self, outcome: str) -> Iterator[str]:
        by_reason: dict[tuple[str, str], list[str]] = defaultdict(list)
        for suite in self.document()["suites"]:
            for each in suite["clauses"]:
                if each["outcome"] == outcome:
                    by_reason[each["id"], each["reason"]].append(_label(suite))
        if by_reason:
            yield ""
            yield f"{outcome}:"
        whole = len(self.suites)
        for (clause_id, reason), adapters in sorted(by_reason.items()):
            who = "" if len(adapters) == whole else f"  ({_list(adapters)})"
            yield f"  {clause_id}  {reason}{who}"


def _row(suite: Record) -> tuple[str, ...]:
    counts = [sum(each["outcome"] == outcome for each in suite["clauses"]) for outcome in _COLUMNS]
    return (_short(suite["port"]), _label(suite), *map(str, counts))


def _label(suite: Record) -> str:
    return f"{suite['adapter']} ({suite['store']})" if suite.get("store") else str(suite["adapter"])


def _short(port: str) -> str:
    return port.rpartition(":")[2]


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(set(names)))

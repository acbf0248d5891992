"""Gathers what the clauses of a run came to: the matrix, the JSON document, and what adapters disagree on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dovetail.report.matrix import matrix
from dovetail.report.suites import Record, Suites


class Results:
    """The results of one run, on the process that reports them.

    Args:
        path: where to write the JSON document, if anywhere.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._suites = Suites()
        self._told: dict[tuple[str, str], str] = {}

    def add(self, report: pytest.TestReport, record: Record) -> None:
        """Take in a clause's record, which may come from a worker, and show of its report what is new."""
        self._suites.add(record)
        if report.failed and not record["clause"]["evaluated"]:
            self._tell_once(report, record["suite"], record["clause"])

    def finish(self, session: pytest.Session) -> None:
        """Write the document; adapters that disagree, and suites that prove nothing, fail the run."""
        if self._path is not None:
            text = json.dumps(self._suites.document(), indent=2, ensure_ascii=False)
            self._path.write_text(text + "\n", encoding="utf-8")
        wrong = self._suites.disagreements() or self._suites.vacuous()
        if wrong and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def show(self, terminal: pytest.TerminalReporter) -> None:
        """End with the matrix."""
        if not self._suites:
            return
        terminal.section("dovetail")
        for line in matrix(self._suites.suites()):
            terminal.line(line)
        for disagreement in self._suites.disagreements():
            terminal.line("")
            terminal.line(str(disagreement), red=True)
        for suite in self._suites.vacuous():
            terminal.line("")
            terminal.line(f"{suite.head['suite']} proves nothing: none of its clauses is applicable", red=True)

    def _tell_once(self, report: pytest.TestReport, suite: str, clause: Record) -> None:
        """Tell in full why a suite cannot be evaluated with its first clause, and refer the others to that."""
        first = self._told.setdefault((suite, clause["reason"]), clause["id"])
        if first != clause["id"]:
            report.longrepr = f"{clause['id']} could not be evaluated, for the reason given with {first}"

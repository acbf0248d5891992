"""Gathers what the clauses of a run came to: the matrix, the JSON document, and what adapters disagree on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dovetail.plugin import whole_run
from dovetail.report.suites.document import document
from dovetail.report.suites.finding import finding_text
from dovetail.report.suites.gathered import Suites
from dovetail.report.suites.matrix import coloured
from dovetail.report.suites.records import Record
from dovetail.suites.kernel.outcome import Outcome


class Results:
    """The results of one run, on the process that reports them.

    Args:
        path: where to write the JSON document, if anywhere.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._suites = Suites()
        self._told: dict[tuple[str, str], str] = {}
        self._tests: dict[tuple[str, str], str] = {}
        self._failures: list[whole_run.Failure] = []

    def add(self, report: pytest.TestReport, record: Record) -> None:
        """Take in a clause's record, which may come from a worker, and show of its report what is new."""
        self._suites.add(record)
        if record.outcome is None:
            return
        self._tests[record.suite.id, record.outcome.clause] = report.nodeid
        if report.failed and not record.outcome.evaluated:
            self._tell_once(report, record.suite.id, record.outcome)

    def finish(self, session: pytest.Session) -> None:
        """Write the document; adapters that disagree, and suites that prove nothing, fail the run."""
        if self._path is not None:
            text = json.dumps(document(self._suites), indent=2, ensure_ascii=False)
            self._path.write_text(text + "\n", encoding="utf-8")
        self._failures = list(whole_run.failures(self._suites, self._tests))
        for each in self._failures:
            whole_run.report(each, session.config)
        if self._failures and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def remember(self, session: pytest.Session) -> None:
        """Let the next `--lf` see again what failed the run as a whole."""
        whole_run.remember(self._failures, session.config)

    def show(self, terminal: pytest.TerminalReporter) -> None:
        """End with the matrix."""
        if not self._suites:
            return
        terminal.section("dovetail")
        width = shutil.get_terminal_size().columns
        for line in coloured(self._suites.suites(), width, whole=terminal.verbosity > 0):
            terminal.line(line.text, **({line.colour: True} if line.colour else {}))
        for text in self._advice(width):
            terminal.line("")
            terminal.line(text, yellow=True)
        for each in self._suites.disagreements():
            terminal.line("")
            terminal.line(each.in_short(), red=True)
        for suite in self._suites.vacuous():
            terminal.line("")
            terminal.line(suite.vacuity(), red=True)

    def _advice(self, width: int) -> Iterator[str]:
        """The findings of level `should`, which no failed test shows."""
        for suite in self._suites.suites():
            for each in suite.outcomes.values():
                if each.advisory and each.finding is not None:
                    yield finding_text(each.finding, adapter=suite.info.adapter, port=suite.port, width=width)

    def _tell_once(self, report: pytest.TestReport, suite: str, outcome: Outcome) -> None:
        """Let one test of a suite fail for what keeps several from being evaluated, whichever worker had them."""
        first = self._told.setdefault((suite, outcome.reason), outcome.clause)
        if first != outcome.clause:
            path, line, _ = report.location
            said = f"{outcome.clause} could not be evaluated, for the reason given with {first}"
            report.outcome, report.longrepr = "skipped", (path, (line or 0) + 1, said)

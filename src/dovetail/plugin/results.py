"""Gathers what the clauses of a run came to: the matrix, the JSON document, and what adapters disagree on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dovetail.report.suites import Suites


class Results:
    """The results of one run, on the process that reports them."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._suites = Suites()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in a clause's record, which may come from a worker."""
        record = getattr(report, "dovetail", None)
        if record is not None:
            self._suites.add(record)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the document; adapters that disagree fail the run."""
        path = self._config.getoption("dovetail_json")
        if path:
            Path(path).write_text(json.dumps(self._suites.document(), indent=2) + "\n", encoding="utf-8")
        if self._suites.disagreements() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """End with the matrix."""
        if not self._suites:
            return
        terminalreporter.section("dovetail")
        for line in self._suites.matrix():
            terminalreporter.line(line)
        for disagreement in self._suites.disagreements():
            terminalreporter.line("")
            terminalreporter.line(str(disagreement), red=True)

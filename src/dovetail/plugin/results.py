"""Gathers what the clauses of a run came to: the matrix, the JSON document, and what adapters disagree on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dovetail.report.matrix import matrix
from dovetail.report.suites import Record, Suites


def document_path(config: pytest.Config) -> Path | None:
    """Where the JSON document is to be written, if at all.

    Raises:
        UsageError: nothing can be written there; said before anything runs.
    """
    given = config.getoption("dovetail_json")
    if not given or config.getoption("collectonly"):
        return None
    path: Path = config.invocation_params.dir / given
    if path.is_dir():
        raise pytest.UsageError(f"--dovetail-json={given}: this is a directory; name a file in it")
    if not path.parent.is_dir():
        raise pytest.UsageError(f"--dovetail-json={given}: there is no directory {path.parent}; make it first")
    return path


class Results:
    """The results of one run, on the process that reports them.

    Args:
        path: where to write the JSON document, if anywhere.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._suites = Suites()
        self._told: dict[tuple[str, str], str] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in a clause's record, which may come from a worker."""
        record = getattr(report, "dovetail", None)
        if record is None:
            return
        self._suites.add(record)
        if report.failed and not record["clause"]["evaluated"]:
            self._tell_once(report, record)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the document; adapters that disagree, and suites that prove nothing, fail the run."""
        if self._path is not None:
            text = json.dumps(self._suites.document(), indent=2, ensure_ascii=False)
            self._path.write_text(text + "\n", encoding="utf-8")
        wrong = self._suites.disagreements() or self._suites.vacuous()
        if wrong and session.exitstatus in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """End with the matrix."""
        if not self._suites:
            return
        terminalreporter.section("dovetail")
        for line in matrix(self._suites.suites()):
            terminalreporter.line(line)
        for disagreement in self._suites.disagreements():
            terminalreporter.line("")
            terminalreporter.line(str(disagreement), red=True)
        for suite in self._suites.vacuous():
            terminalreporter.line("")
            terminalreporter.line(f"{suite.head['suite']} proves nothing: none of its clauses is applicable", red=True)

    def _tell_once(self, report: pytest.TestReport, record: Record) -> None:
        """Tell in full why a suite cannot be evaluated with its first clause, and refer the others to that."""
        clause = record["clause"]
        first = self._told.setdefault((record["suite"], clause["reason"]), clause["id"])
        if first != clause["id"]:
            report.longrepr = f"{clause['id']} could not be evaluated, for the reason given with {first}"

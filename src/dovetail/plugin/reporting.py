"""The hooks of the process that reports: a worker of pytest-xdist sends it what it found."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from dovetail.plugin.results import Results


class Reporting:
    """Passes records on to the results, which are imported with the first of them.

    Args:
        config: pytest's configuration.

    Raises:
        UsageError: the JSON document cannot be written where it is asked for; said before anything runs.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._path = _document_path(config)
        self._results: Results | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in a clause's record."""
        plain = getattr(report, "dovetail", None)
        if plain is not None:
            from dovetail.report.suites.records import from_plain  # noqa: PLC0415 - see above

            self._gathered().add(report, from_plain(plain))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Generator[None]:
        """Write the document, and fail a run for what no single test can see, before others write their reports."""
        if self._results is None and self._path is None:
            return (yield)
        results = self._gathered()
        results.finish(session)
        yield
        results.remember(session)  # after pytest has written down what failed

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """End with the matrix."""
        if self._results is not None:
            self._results.show(terminalreporter)

    def _gathered(self) -> Results:
        from dovetail.plugin.results import Results  # noqa: PLC0415 - see above

        self._results = self._results or Results(self._path)
        return self._results


def _document_path(config: pytest.Config) -> Path | None:
    """Where the JSON document is to be written, if at all."""
    given = config.getoption("dovetail_json")
    if not given or config.getoption("collectonly"):
        return None
    path: Path = config.invocation_params.dir / given
    if path.is_dir():
        raise pytest.UsageError(f"--dovetail-json={given}: this is a directory; name a file in it")
    if not path.parent.is_dir():
        raise pytest.UsageError(f"--dovetail-json={given}: there is no directory {path.parent}; make it first")
    return path

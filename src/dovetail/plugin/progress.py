"""Tells how far a run of suites is, every few seconds: the dots of pytest say neither of what nor how many broke."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

EVERY = 5.0  # seconds: a run that is over sooner says nothing


class Progress:
    """Counts the clauses and suites of a run as they come in, from workers of pytest-xdist too.

    Args:
        tell: writes a line.
        clock: tells the seconds.
    """

    def __init__(self, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._next = clock() + EVERY
        self._left: Counter[str] = Counter()
        self._waiting: set[str] = set()
        self._clauses = 0
        self._broken = 0

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Know what is to run, where it runs in this process."""
        self._expect(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: Iterable[str]) -> None:
        """Know what is to run, where workers run it: each of them has found the same."""
        self._expect(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a clause that is over, and tell how far the run is where that is due."""
        if report.nodeid not in self._waiting or (report.when != "call" and report.passed):
            return
        self._waiting.discard(report.nodeid)
        self._left[_suite_of(report.nodeid)] -= 1
        self._broken += report.failed
        now = self._clock()
        if now >= self._next and self._waiting:
            self._next = now + EVERY
            self._tell(self._said())

    def _expect(self, ids: Iterable[str]) -> None:
        if not self._clauses:
            self._waiting = set(ids)
            self._clauses = len(self._waiting)
            self._left = Counter(map(_suite_of, self._waiting))

    def _said(self) -> str:
        over = sum(not left for left in self._left.values())
        clauses = self._clauses - len(self._waiting)
        broken = f", {self._broken} broken so far" if self._broken else ""
        return f"dovetail: {over} of {len(self._left)} suites, {clauses} of {self._clauses} clauses{broken}"


def _suite_of(nodeid: str) -> str:
    """A suite is its class, once for each set of parameters."""
    test, bracket, parameters = nodeid.partition("[")
    return f"{test.rpartition('::')[0]}{bracket}{parameters}"


def telling(config: pytest.Config) -> Callable[[str], None]:
    """What writes a line on pytest's terminal, below the dots that are there."""

    def tell(line: str) -> None:
        if config.pluginmanager.has_plugin("terminalreporter"):
            writer = config.get_terminal_writer()
            writer.line(f"\n{line}" if writer.width_of_current_line else line)

    return tell

"""What no single test can see, reported as a failed test of its own: in the summary, in JUnit, to other plugins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from dovetail.report.suites.gathered import Suites

_LAST_FAILED = "cache/lastfailed"


@dataclass(frozen=True, slots=True)
class Failure:
    """What fails a run as a whole.

    Attributes:
        nodeid: the id of the test that stands for it, which nothing collects.
        text: what is wrong.
        tests: the ids of the tests that have to run again to see it again.
    """

    nodeid: str
    text: str
    tests: tuple[str, ...]


def failures(suites: Suites, tests: Mapping[tuple[str, str], str]) -> Iterator[Failure]:
    """Adapters that disagree, and suites that prove nothing.

    Args:
        suites: the suites of the run.
        tests: by suite and clause, the id of the test that ran it.
    """
    for each in suites.disagreements():
        ids = tuple(tests[suite, each.clause] for suite in each.suites)
        name = f"{_file(ids[0])}::{each.port}::{each.clause} adapters answer alike"
        yield Failure(name, str(each), ids)
    for suite in suites.vacuous():
        ids = tuple(tests[suite.info.id, clause] for clause in suite.outcomes)
        yield Failure(f"{suite.info.id}::proves something", suite.vacuity(), ids)


def report(failure: Failure, config: pytest.Config) -> None:
    """Let pytest and its plugins take it for a test that ran last and failed."""
    title = failure.nodeid.partition("::")[2].replace("::", ": ")
    location = (_file(failure.nodeid), None, title)
    config.hook.pytest_runtest_logstart(nodeid=failure.nodeid, location=location)
    config.hook.pytest_runtest_logreport(
        report=pytest.TestReport(failure.nodeid, location, {}, "failed", failure.text, "call")
    )
    config.hook.pytest_runtest_logfinish(nodeid=failure.nodeid, location=location)


def remember(found: list[Failure], config: pytest.Config) -> None:
    """Let `--lf` run the tests again that show it, in place of one that cannot be collected."""
    cache = getattr(config, "cache", None)
    if cache is None or not found:
        return
    failed = cache.get(_LAST_FAILED, {})
    known = {each.nodeid for each in found}
    again = {test: True for each in found for test in each.tests}
    cache.set(_LAST_FAILED, {name: True for name in failed if name not in known} | again)


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]

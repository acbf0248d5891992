"""A long run of the gate says how far it is."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from dovetail.plugin import progress
from dovetail.plugin.progress import EVERY, Progress

SUITES = """
from dataclasses import dataclass
from typing import Protocol

from hypothesis import settings
from dovetail import RepositoryContract


@dataclass
class Buoy:
    id: int


class Buoys(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def get(self, id: int) -> Buoy | None: ...


class InMemory:
    def __init__(self):
        self.held = {}

    def save(self, buoy):
        self.held[buoy.id] = buoy

    def get(self, id):
        return self.held.get(id)


class BuoysContract(RepositoryContract):
    port = Buoys
    adapter = InMemory
    settings = settings(max_examples=1)


class TestOne(BuoysContract):
    pass


class TestOther(BuoysContract):
    pass
"""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def report(nodeid: str, when: str = "call", outcome: str = "passed") -> Any:
    given = {each: each == outcome for each in ("passed", "failed", "skipped")}
    return SimpleNamespace(nodeid=nodeid, when=when, **given)


def test_it_tells_every_few_seconds_and_never_at_the_end() -> None:
    """Suites and clauses that are over, and how many broke; the phases before and after a test are none."""
    said: list[str] = []
    clock = Clock()
    told = Progress(said.append, clock)
    told.pytest_xdist_node_collection_finished(["t.py::A::a", "t.py::A::b", "t.py::B::a[x::y]", "t.py::B::a[z]"])

    told.pytest_runtest_logreport(report("t.py::A::a", outcome="failed"))
    assert said == []
    clock.now = EVERY
    told.pytest_runtest_logreport(report("t.py::A::b", when="setup"))
    assert said == []
    told.pytest_runtest_logreport(report("t.py::A::b"))
    told.pytest_runtest_logreport(report("t.py::A::b"))
    told.pytest_runtest_logreport(report("t.py::B::a[x::y]", outcome="skipped"))
    assert said == ["dovetail: 1 of 3 suites, 2 of 4 clauses, 1 broken so far"]
    clock.now = 3 * EVERY
    told.pytest_runtest_logreport(report("t.py::B::a[z]"))
    assert len(said) == 1


@pytest.mark.usefixtures("every_plugin")
@pytest.mark.parametrize("workers", [("-p", "no:xdist"), ("-n1",)], ids=["alone", "xdist"])
def test_a_run_of_the_gate_says_how_far_it_is(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    """Where every clause is due, for each but the last."""
    monkeypatch.setattr(progress, "EVERY", -1.0)
    pytester.makepyfile(test_buoys=SUITES)

    result = pytester.runpytest_inprocess("--dovetail-only", "-k", "REPO_01 or REPO_02", "-p", "no:randomly", *workers)

    lines = [line for line in result.outlines if line.startswith("dovetail: ")]
    assert len(lines) == 3
    assert all(re.fullmatch(r"dovetail: [01] of 2 suites, [123] of 4 clauses", line) for line in lines)


def test_another_run_says_nothing(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest has a progress of its own there."""
    monkeypatch.setattr(progress, "EVERY", -1.0)
    pytester.makepyfile(test_buoys=SUITES)

    result = pytester.runpytest_inprocess("-k", "REPO_01", "-p", "no:randomly", "-p", "no:xdist")

    result.stdout.no_fnmatch_line("dovetail: *")

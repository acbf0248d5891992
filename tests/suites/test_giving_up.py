"""What breaks in an example that all clauses share, and is not found again, is told as it was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import pytest
from hypothesis import currently_in_test_context, settings

from dovetail import RepositoryContract, verify
from dovetail.suites.kernel import examples, runner
from dovetail.suites.kernel.check import check
from dovetail.suites.repository.assertions import store
from dovetail.suites.repository.scenario import RepositoryScenario


@dataclass
class Buoy:
    number: int
    light: str = ""


class Buoys(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def get(self, number: int) -> Buoy | None: ...


class MemoryBuoys:
    def __init__(self) -> None:
        self._buoys: dict[int, Buoy] = {}

    def save(self, buoy: Buoy) -> None:
        self._buoys[buoy.number] = buoy

    def get(self, number: int) -> Buoy | None:
        return self._buoys.get(number)


@check("REPO-24")
def in_shared_examples_alone(s: RepositoryScenario) -> None:
    store(s, s.aggregate())
    if not currently_in_test_context():
        s.broken("one thing", "another")


class BuoyContract(RepositoryContract):
    port = Buoys
    adapter: Any = MemoryBuoys
    checks: ClassVar[Any] = (in_shared_examples_alone,)
    settings = settings(database=None)


def test_giving_up_is_no_other_way_to_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis takes an example that ends before it draws anything for one that does not repeat itself."""
    monkeypatch.setattr(examples, "_SHRINKING", 0.3)
    monkeypatch.setattr(runner, "_OFTEN", 10_000)
    outcome = verify(BuoyContract).outcomes["REPO-24"]
    assert outcome.evaluated, outcome.reason
    assert outcome.finding is not None
    assert outcome.finding.got == "another"

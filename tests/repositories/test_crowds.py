"""How many aggregates a run stores at once, to find a limit that somebody forgot."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Protocol

import pytest
from hypothesis import Phase, settings

from dovetail import RepositoryContract, verify


@dataclass
class Lighthouse:
    number: int
    name: str


class Lighthouses(Protocol):
    def save(self, lighthouse: Lighthouse) -> None: ...
    def get(self, number: int) -> Lighthouse | None: ...
    def list_all(self) -> list[Lighthouse]: ...


class Chart:
    """In memory; it lists the first sixty."""

    most = 0

    def __init__(self) -> None:
        self.kept: dict[int, Lighthouse] = {}

    def save(self, lighthouse: Lighthouse) -> None:
        self.kept[lighthouse.number] = copy(lighthouse)
        Chart.most = max(Chart.most, len(self.kept))

    def get(self, number: int) -> Lighthouse | None:
        return copy(self.kept.get(number))

    def list_all(self) -> list[Lighthouse]:
        return [copy(each) for each in self.kept.values()][:60]


@pytest.mark.parametrize(("examples", "most", "found"), [(3, 21, False), (10, 101, True)])
def test_a_crowd_is_ten_times_as_many_as_examples(
    examples: int, most: int, *, found: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One more than the last usual limit below: who asks for few examples waits for no thousand."""
    monkeypatch.setattr(Chart, "most", 0)
    brief = settings(max_examples=examples, derandomize=True, database=None, phases=[Phase.generate])

    class TestChart(RepositoryContract):
        port = Lighthouses
        adapter = Chart
        settings = brief
        checks = tuple(each for each in RepositoryContract.checks if each.clause == "REPO-16")

    report = verify(TestChart)

    assert Chart.most == most
    assert bool(report.findings) is found

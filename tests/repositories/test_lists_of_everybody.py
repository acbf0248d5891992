"""REPO-27 asks for a stranger what is told whose aggregates are meant: a list without an owner is of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from hypothesis import Phase, settings

from dovetail import RepositoryContract
from zoos import report_of


@dataclass(frozen=True)
class Tab:
    pub: str
    customer: int
    pints: int = 0


class Tabs(Protocol):
    def save(self, tab: Tab) -> None: ...
    def get(self, pub: str, customer: int) -> Tab | None: ...
    def all(self) -> list[Tab]: ...
    def count(self) -> int: ...


class TabsContract(RepositoryContract):
    port = Tabs


class InMemoryTabs:
    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Tab] = {}

    def save(self, tab: Tab) -> None:
        self._kept[tab.pub, tab.customer] = tab

    def get(self, pub: str, customer: int) -> Tab | None:
        return self._kept.get((pub, customer))

    def all(self) -> list[Tab]:
        return [*self._kept.values()]

    def count(self) -> int:
        return len(self._kept)


class TabsOfThePub(InMemoryTabs):
    def get(self, pub: str, customer: int) -> Tab | None:
        return next((tab for tab in self._kept.values() if tab.pub == pub), None)


def test_a_list_without_an_owner_is_of_everybody() -> None:
    class TestTabs(TabsContract):
        adapter = InMemoryTabs

    class TestTabsOfThePub(TabsContract):
        adapter = TabsOfThePub

    search = settings(max_examples=30, derandomize=True, phases=[Phase.generate])
    right, wrong = (
        report_of(each, search, lambda check: check.clause == "REPO-27") for each in (TestTabs, TestTabsOfThePub)
    )
    assert [outcome.verdict.value for outcome in right.outcomes.values()] == ["held"]
    assert [each.clause for each in wrong.findings] == ["REPO-27"]

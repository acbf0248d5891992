"""REPO-23 finds state that adapters share where each read stamps what it gives: it goes by the contract's `compare`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Protocol

from hypothesis import Phase, settings

from dovetail import RepositoryContract, ignored
from zoos import report_of


@dataclass(frozen=True)
class Jar:
    id: int
    label: str
    read: int = 0


class Jars(Protocol):
    def save(self, jar: Jar) -> None: ...
    def get(self, id: int) -> Jar | None: ...


class JarsContract(RepositoryContract):
    port = Jars
    compare = {"read": ignored("the number of the read")}


class JarsOfAll:
    _kept: dict[int, Jar] = {}
    _reads = count(1)

    def save(self, jar: Jar) -> None:
        self._kept[jar.id] = jar

    def get(self, id: int) -> Jar | None:
        found = self._kept.get(id)
        return None if found is None else replace(found, read=next(self._reads))


class JarsOfOne(JarsOfAll):
    def __init__(self) -> None:
        self._kept = {}


def test_a_read_that_stamps_hides_no_shared_state() -> None:
    class TestJarsOfAll(JarsContract):
        adapter = JarsOfAll

    class TestJarsOfOne(JarsContract):
        adapter = JarsOfOne

    search = settings(max_examples=30, derandomize=True, phases=[Phase.generate])
    shared, alone = (
        report_of(each, search, lambda check: check.clause == "REPO-23") for each in (TestJarsOfAll, TestJarsOfOne)
    )
    assert [each.clause for each in shared.findings] == ["REPO-23"]
    assert [outcome.verdict.value for outcome in alone.outcomes.values()] == ["held"]

"""How many aggregates a run stores at once, to find a limit that somebody forgot."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import uuid4

import pytest
from hypothesis import Phase, settings
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, create_engine
from sqlalchemy.pool import StaticPool

from dovetail import Report, RepositoryContract, verify
from dovetail.stores import SqlAlchemyStore


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


_THOUSAND = settings(max_examples=100, derandomize=True, database=None, phases=[Phase.generate])


TABLES = MetaData()
Table(
    "lighthouses",
    TABLES,
    Column("row", Integer, primary_key=True),
    Column("number", Integer, unique=True),
    Column("name", String),
    Column("mark", String),
)


class Register:
    """In a database, row by row; in plain SQL, for a thousand are soon written so."""

    saves = 0
    most = 10_000

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def save(self, lighthouse: Lighthouse) -> None:
        Register.saves += 1
        insert = "INSERT INTO lighthouses (number, name, mark) VALUES (?, ?, ?)"
        change = " ON CONFLICT (number) DO UPDATE SET name = excluded.name"
        self.connection.exec_driver_sql(insert + change, (lighthouse.number, lighthouse.name, self._mark()))
        self.connection.commit()

    def get(self, number: int) -> Lighthouse | None:
        return next(iter(self._where("number = ?", number)), None)

    def list_all(self) -> list[Lighthouse]:
        return self._where("? LIMIT " + str(self.most), True)

    def find_by_name(self, name: str) -> list[Lighthouse]:
        return self._where("name = ?", name)

    def _where(self, condition: str, given: object) -> list[Lighthouse]:
        rows = self.connection.exec_driver_sql(f"SELECT number, name FROM lighthouses WHERE {condition}", (given,))
        return [Lighthouse(*row) for row in rows]

    def _mark(self) -> str:
        return ""


class ListsAThousand(Register):
    """REPO-16: the limit shows among more than a thousand alone."""

    most = 1000


class MarksEachRow(Register):
    """Each row has a mark that nobody could tell beforehand."""

    def _mark(self) -> str:
        return uuid4().hex


class RemembersTheList(Register):
    """The list is kept in the process until the next save."""

    kept: list[Lighthouse] | None = None

    def save(self, lighthouse: Lighthouse) -> None:
        RemembersTheList.kept = None
        super().save(lighthouse)

    def list_all(self) -> list[Lighthouse]:
        if RemembersTheList.kept is None or len(RemembersTheList.kept) < 50:
            RemembersTheList.kept = super().list_all()
        return [copy(each) for each in RemembersTheList.kept]


class LighthousesByName(Lighthouses, Protocol):
    def find_by_name(self, name: str) -> list[Lighthouse]: ...


def crowds_of(adapter: type[Register], *clauses: str, held_to: type = LighthousesByName) -> tuple[Report, int]:
    """What the crowds of some clauses come to, one clause after the other, and how many saves that took."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    kept = SqlAlchemyStore(engine, metadata=TABLES, adapter=adapter)
    kept.concurrent = True  # one connection at a time is all that these clauses open

    class TestRegister(RepositoryContract):
        port = held_to
        settings = _THOUSAND
        checks = tuple(
            replace(each, run=each.first, first=None, most=1)
            for each in RepositoryContract.checks
            if each.clause in clauses and each.first is not None
        )

    Register.saves = 0
    return verify(TestRegister, store=kept), Register.saves


def test_a_database_is_saved_to_a_hundred_times_and_given_the_other_rows() -> None:
    """It shows how rows follow from the number: one in steps, one as the key is numbered, one always the same."""
    report, saves = crowds_of(Register, "REPO-16")

    assert report.holds
    assert saves == 101


def test_a_limit_of_a_thousand_is_found_with_saves_alone() -> None:
    """What rows of dovetail's own show is never told before all of them were saved."""
    report, saves = crowds_of(ListsAThousand, "REPO-16")

    (finding,) = report.findings
    assert finding.got == "1000 listed"
    assert finding.scenario[1] == "for n in range(1001): lighthouses.save(replace(lighthouse, number=n + 1))"
    assert saves >= 1001


def test_rows_that_do_not_follow_from_a_number_are_saved() -> None:
    report, saves = crowds_of(MarksEachRow, "REPO-16")

    assert report.holds
    assert saves == 1001


def test_an_adapter_that_knows_only_of_its_own_saves_is_not_accused() -> None:
    report, saves = crowds_of(RemembersTheList, "REPO-16")

    assert report.holds, report.findings
    assert saves == 101 + 1001


@pytest.mark.parametrize("clauses", [("REPO-16", "REPO-17"), ("REPO-17", "REPO-16")])
def test_one_crowd_serves_both_clauses(clauses: tuple[str, str]) -> None:
    """What was asked in the crowd of one is not asked again in the other's."""
    alone = [crowds_of(Register, each)[1] for each in clauses]
    report, saves = crowds_of(Register, *clauses)

    assert report.holds
    assert [*alone, saves] == [101, 101, 101]


@pytest.mark.parametrize("first", ["REPO-16", "REPO-17"])
def test_each_clause_tells_its_own_fault(first: str) -> None:
    """A crowd that shows a fault of the other clause's says nothing of it, and lets the other one find it."""
    report, _ = crowds_of(ListsAThousand, first)

    assert bool(report.findings) is (first == "REPO-16")
    assert [finding.clause for finding in crowds_of(ListsAThousand, "REPO-17", "REPO-16")[0].findings] == ["REPO-16"]

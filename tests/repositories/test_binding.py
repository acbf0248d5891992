"""What a contract asks for where a port's annotations do not say it: the very line to write."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Protocol

import pytest
from hypothesis import settings

from correct.repositories import courses
from correct.repositories.databases import engine
from dovetail import ContractError, RepositoryContract, verify
from dovetail.stores import SqlAlchemyStore
from dovetail.suites.kernel.outcome import Verdict
from zoos import report_of


@dataclass
class Seat:
    hall: str
    row: int
    number: int


class Seats(Protocol):
    def save(self, seat: Seat) -> None: ...
    def get(self, place: tuple[str, int, int]) -> Seat | None: ...


class SeatContract(RepositoryContract):
    port = Seats


def test_a_port_without_annotations_asks_what_it_stores() -> None:
    """Nothing else says it."""

    class Unannotated(Protocol):
        def add(self, seat): ...  # type: ignore[no-untyped-def]
        def get(self, id): ...  # type: ignore[no-untyped-def]

    class Bare(RepositoryContract):
        port = Unannotated

    with pytest.raises(ContractError, match="write it in the contract: aggregate = Order"):
        Bare.bind()


def test_what_a_stated_add_takes_is_what_is_stored() -> None:
    """Its name is no word for it, and its annotation says the class all the same."""

    class Bookings(Protocol):
        def create_one(self, seat: Seat) -> None: ...

    class Stated(RepositoryContract):
        port = Bookings
        operations = {"add": "create_one"}
        key = "hall"

    assert Stated.bind().aggregate is Seat


def test_a_key_of_several_parts_is_asked_for() -> None:
    """With as many attributes as the tuple has elements, of their types."""
    with pytest.raises(ContractError, match=r'write it in the contract: key = \("hall", "row", "number"\)'):
        SeatContract.bind()


def test_a_get_that_takes_an_example_is_no_get_by_key() -> None:
    """It would be called without what it needs, and the adapter accused of it."""

    class ByExample(Protocol):
        def save(self, seat: Seat) -> None: ...
        def get(self, seat: Seat) -> Seat | None: ...

    class Stated(RepositoryContract):
        port = ByExample
        key = "hall"

    with pytest.raises(ContractError) as told:
        Stated.bind()

    assert "ByExample.get asks for a whole Seat, where a key is all that is known" in str(told.value)
    assert 'operations = {"get": lambda adapter, key: adapter.get(Seat(hall=key))}' in str(told.value)


def test_the_line_works_as_it_is_written() -> None:
    """The key is then the tuple of those attributes."""

    class Keyed(SeatContract):
        key = ("hall", "row", "number")

    assert Keyed.bind().key.read(Seat("A", 3, 7)) == ("A", 3, 7)


@dataclass(frozen=True)
class Country:
    code: str
    name: str


class Countries(Protocol):
    def get(self, code: str) -> Country | None: ...
    def list(self) -> list[Country]: ...


class KnownCountries:
    def __init__(self, *known: Country) -> None:
        self._known = list(known)

    def get(self, code: str) -> Country | None:
        return next((each for each in self._known if each.code == code), None)

    def list(self) -> list[Country]:
        return list(self._known)

    def learn(self, country: Country) -> None:
        self._known.append(country)


class CountryContract(RepositoryContract):
    port = Countries


class OnlyReads(CountryContract):
    adapter = KnownCountries


class Taught(CountryContract):
    adapter = KnownCountries
    operations = {"add": lambda adapter, country: adapter.learn(country)}


def test_a_port_that_only_reads_is_held_to_its_structure() -> None:
    """And every other clause says which line holds it to more."""
    report = verify(OnlyReads)

    assert report.count(Verdict.HELD) == 4
    assert 'operations = {"add": lambda adapter, country: ...}' in report.outcomes["REPO-01"].reason


def test_an_operation_that_the_contract_writes_holds_it_to_more() -> None:
    """The line that was asked for works."""
    assert verify(Taught).outcomes["REPO-16"].verdict is Verdict.HELD


class Log(Protocol):
    def append(self, country: Country) -> None: ...


class LogContract(RepositoryContract):
    port = Log
    adapter = list


def test_a_port_that_only_writes_is_held_to_what_can_be_seen() -> None:
    """Nothing comes back that could be compared."""
    assert verify(LogContract).count(Verdict.HELD) >= 4


def test_a_row_that_must_be_there_first_is_asked_for() -> None:
    """A violated foreign key says how the store puts in what an aggregate refers to."""

    class Unprepared(courses.CourseContract):
        @staticmethod
        def store() -> SqlAlchemyStore[courses.SqlCourses]:
            return SqlAlchemyStore(engine(), metadata=courses.metadata, adapter=courses.SqlCourses)

    (finding,) = report_of(Unprepared, settings(max_examples=5), lambda check: check.clause == "REPO-01").findings

    assert "prepare=lambda session, aggregate: ..." in finding.hint


@dataclass
class Seal:
    id: int
    motto: str


class Seals(Protocol):
    def save(self, seal: Seal) -> None: ...
    def get(self, id: int) -> Seal | None: ...


class SqliteSeals:
    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute("CREATE TABLE seals (id INTEGER PRIMARY KEY, motto TEXT UNIQUE)")

    def save(self, seal: Seal) -> None:
        change = "ON CONFLICT (id) DO UPDATE SET motto = excluded.motto"
        self._connection.execute(f"INSERT INTO seals VALUES (?, ?) {change}", (seal.id, seal.motto))

    def get(self, id: int) -> Seal | None:
        row = self._connection.execute("SELECT id, motto FROM seals WHERE id = ?", (id,)).fetchone()
        return None if row is None else Seal(*row)


class SealContract(RepositoryContract):
    port = Seals
    adapter = SqliteSeals


def test_an_unstated_unique_field_is_asked_for() -> None:
    """Two seals of one motto are refused, and nothing but the database said so before."""
    (finding,) = report_of(SealContract, settings(max_examples=60), lambda check: check.clause == "REPO-24").findings

    assert 'state it: unique = {"field": raises(IntegrityError)}' in finding.hint

"""Lending units against `sqlite3` itself, a connection each."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from correct.repositories.databases import _folder, _numbers
from correct.unit_of_work.lending import Copy, LendingContract, Loan, Member

UnitT = TypeVar("UnitT")
SCHEMA = """
CREATE TABLE members (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE loans (member_id TEXT, position INTEGER, copy_id TEXT, days, PRIMARY KEY (member_id, position));
CREATE TABLE copies (id TEXT PRIMARY KEY, title TEXT NOT NULL, shelf TEXT NOT NULL);
"""


class Members:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, member: Member) -> None:
        self.connection.execute("INSERT INTO members VALUES (?, ?)", (member.id, member.name))
        self._write(member)

    def save(self, member: Member) -> None:
        self.connection.execute("DELETE FROM loans WHERE member_id = ?", (member.id,))
        self.connection.execute("INSERT OR REPLACE INTO members VALUES (?, ?)", (member.id, member.name))
        self._write(member)

    def _write(self, member: Member) -> None:
        for place, loan in enumerate(member.loans):
            row = (member.id, place, loan.copy_id, loan.days)
            self.connection.execute("INSERT INTO loans VALUES (?, ?, ?, ?)", row)

    def get(self, member_id: str) -> Member | None:
        row = self.connection.execute("SELECT id, name FROM members WHERE id = ?", (member_id,)).fetchone()
        asked = "SELECT copy_id, days FROM loans WHERE member_id = ? ORDER BY position"
        if row is None:
            return None
        loans = [Loan(*each) for each in self.connection.execute(asked, (member_id,))]
        return Member(row[0], row[1], loans)

    def remove(self, member_id: str) -> None:
        self.connection.execute("DELETE FROM loans WHERE member_id = ?", (member_id,))
        self.connection.execute("DELETE FROM members WHERE id = ?", (member_id,))


class Copies:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def add(self, copy: Copy) -> None:
        self.connection.execute("INSERT INTO copies VALUES (?, ?, ?)", (copy.id, copy.title, copy.shelf))

    def save(self, copy: Copy) -> None:
        self.connection.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?)", (copy.id, copy.title, copy.shelf))

    def get(self, copy_id: str) -> Copy | None:
        row = self.connection.execute("SELECT id, title, shelf FROM copies WHERE id = ?", (copy_id,)).fetchone()
        return row and Copy(*row)

    def remove(self, copy_id: str) -> None:
        self.connection.execute("DELETE FROM copies WHERE id = ?", (copy_id,))


class SqliteUnit:
    members: Members
    copies: Copies

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self.connection = sqlite3.connect(self.path)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.members = Members(self.connection)
        self.copies = Copies(self.connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def commit(self) -> None:
        self.connection.commit()

    def rollback(self) -> None:
        self.connection.rollback()


class ImmediateUnit(SqliteUnit):
    """Takes the lock on writing as it begins, so that no other unit is open beside it."""

    def __enter__(self) -> Self:
        self.connection = sqlite3.connect(self.path, isolation_level=None, timeout=0.05)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.members = Members(self.connection)
        self.copies = Copies(self.connection)
        self.connection.execute("BEGIN IMMEDIATE")
        return self

    def commit(self) -> None:
        self.connection.commit()
        self.connection.execute("BEGIN IMMEDIATE")

    def rollback(self) -> None:
        self.connection.rollback()
        self.connection.execute("BEGIN IMMEDIATE")


class FileStore(Generic[UnitT]):
    """A SQLite file, whose path each unit is given."""

    name = "SQLite"
    concurrent = True

    def __init__(self, unit: Callable[[Path], UnitT]) -> None:
        self.adapter = unit
        self._path = Path(_folder.name) / f"lending{next(_numbers)}.db"
        self._do(lambda connection: connection.executescript(SCHEMA))

    @contextmanager
    def connect(self) -> Iterator[UnitT]:
        yield self.adapter(self._path)

    def clear(self) -> None:
        self._do(
            lambda connection: [connection.execute(f"DELETE FROM {table}") for table in ("members", "loans", "copies")]
        )

    def _do(self, work: Callable[[sqlite3.Connection], Any]) -> None:
        connection = sqlite3.connect(self._path, timeout=1)  # a faulty unit keeps its lock for as long as it lives
        with connection:
            work(connection)
        connection.close()

    def close(self) -> None:
        self.clear()


class TestSqliteUnit(LendingContract):
    store = staticmethod(lambda: FileStore(SqliteUnit))


class TestImmediateUnit(LendingContract):
    store = staticmethod(lambda: FileStore(ImmediateUnit))

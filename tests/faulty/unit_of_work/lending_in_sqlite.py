"""Faults of units against `sqlite3` itself."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from correct.unit_of_work.lending import Copy, LendingContract
from correct.unit_of_work.lending_in_sqlite import Copies, FileStore, Members, SqliteUnit

contract = LendingContract


def store(adapter: type[SqliteUnit]) -> FileStore[SqliteUnit]:
    return FileStore(adapter)


class _PreparingCopies(Copies):
    def save(self, copy: Copy) -> None:
        self.connection.executescript("CREATE TEMP TABLE IF NOT EXISTS touched (copy_id TEXT);")
        super().save(copy)


class CommitsWhatIsPending(SqliteUnit):
    """UOW-08: `executescript` commits what is pending before it runs, and so all that came before it in the unit."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.copies = _PreparingCopies(self.connection)
        return self


class _KeepsItsConnection(SqliteUnit):
    """A unit with one connection for as long as it lives."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.connection = sqlite3.connect(path, timeout=0.05, check_same_thread=False)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.members = Members(self.connection)
        self.copies = Copies(self.connection)

    def __enter__(self) -> Self:
        return self


class LeavesItsTransactionOpen(_KeepsItsConnection):
    """UOW-03: nobody rolls back, so that nobody else can write for as long as the connection is there."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.connection.rollback()


class ForgetsInterruptions(_KeepsItsConnection):
    """UOW-16: the end rolls back after an Exception, and a KeyboardInterrupt is none: its lock stays."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Exception):
            self.connection.rollback()

"""Where the counting generators keep their numbers."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

from identifiers.adapters import SqlIdentifiers


class SqliteFile:
    """A database file; each connection is what a new process would open."""

    name = "SQLite"

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def connect(self) -> Iterator[SqlIdentifiers]:
        with closing(sqlite3.connect(self._path, check_same_thread=False)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("CREATE TABLE IF NOT EXISTS given (number INTEGER PRIMARY KEY AUTOINCREMENT)")
            yield SqlIdentifiers(connection, Lock())

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)

"""Two generators that keep the promise, and one that does so until the next restart."""

from __future__ import annotations

import sqlite3
from threading import Lock
from uuid import uuid4


class RandomIdentifiers:
    """Random ones need no store, and promise no order."""

    def next_id(self) -> str:
        return uuid4().hex


class SqlIdentifiers:
    """Counts in a table: a number is written down before it is given."""

    def __init__(self, connection: sqlite3.Connection, lock: Lock) -> None:
        self._connection = connection
        self._lock = lock

    def next_id(self) -> str:
        with self._lock, self._connection:
            self._connection.execute("INSERT INTO given DEFAULT VALUES")
            (number,) = self._connection.execute("SELECT max(number) FROM given").fetchone()
        return f"{number:09}"


class ReservedIdentifiers:
    """Writes down every tenth number, to spare the disk: after a restart it gives the last few again."""

    def __init__(self, kept: dict[str, int]) -> None:
        self._kept = kept
        self._last = kept.get("last", 0)
        self._lock = Lock()

    def next_id(self) -> str:
        with self._lock:
            self._last += 1
            if self._last % 10 == 0:
                self._kept["last"] = self._last
            return f"{self._last:09}"

"""A cache whose writes wait for the commit of a transaction."""

from __future__ import annotations

import atexit
import itertools
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from dovetail import CacheContract

_GONE = object()
_numbers = itertools.count()
_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)


class TransactionalCache(Protocol):
    def get(self, key: str) -> str | None: ...
    def put(self, key: str, value: str) -> None: ...
    def evict(self, key: str) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...


class WaitingCache:
    """Over entries that all clients share; outside of a transaction nothing is ever written: the client commits."""

    def __init__(self, shared: dict[str, str]) -> None:
        self.shared = shared
        self.waiting: dict[str, Any] = {}

    def get(self, key: str) -> str | None:
        held = self.waiting.get(key, self.shared.get(key))
        return None if held is _GONE else held

    def put(self, key: str, value: str) -> None:
        self.waiting[key] = value

    def evict(self, key: str) -> None:
        self.waiting[key] = _GONE

    def commit(self) -> None:
        for key, value in self.waiting.items():
            if value is _GONE:
                self.shared.pop(key, None)
            else:
                self.shared[key] = value
        self.waiting.clear()

    def rollback(self) -> None:
        self.waiting.clear()


class Entries:
    """What clients share; what one of them leaves without a commit is committed, as a request's end does."""

    name = "entries"

    def __init__(self, adapter: Any = WaitingCache) -> None:
        self.adapter = adapter
        self.shared: dict[str, str] = {}

    @contextmanager
    def connect(self) -> Iterator[Any]:
        cache = self.adapter(self.shared)
        yield cache
        cache.commit()

    def clear(self) -> None:
        self.shared.clear()


class TransactionalCacheContract(CacheContract):
    port = TransactionalCache


contract = TransactionalCacheContract


def store(adapter: Any, url: str = "") -> Entries:
    return Entries(adapter)


class TestWaitingCache(TransactionalCacheContract):
    held = WaitingCache


class UndoingCache:
    """Writes at once to a copy of its own, and keeps what a rollback goes back to."""

    def __init__(self, shared: dict[str, str]) -> None:
        self.shared = shared
        self.own = dict(shared)
        self.touched: set[str] = set()

    def get(self, key: str) -> str | None:
        return (self.own if key in self.touched else self.shared).get(key)

    def put(self, key: str, value: str) -> None:
        self.own[key] = value
        self.touched.add(key)

    def evict(self, key: str) -> None:
        self.own.pop(key, None)
        self.touched.add(key)

    def commit(self) -> None:
        for key in self.touched:
            self.shared.pop(key, None)
        self.shared.update({key: self.own[key] for key in self.touched & set(self.own)})
        self.touched.clear()

    def rollback(self) -> None:
        self.touched.clear()


class TestUndoingCache(TransactionalCacheContract):
    held = UndoingCache


class RecordedCache:
    """Records what is to be done, and does it at the commit."""

    def __init__(self, shared: dict[str, str]) -> None:
        self.shared = shared
        self.steps: list[tuple[str, str | None]] = []

    def get(self, key: str) -> str | None:
        return next((value for done, value in reversed(self.steps) if done == key), self.shared.get(key))

    def put(self, key: str, value: str) -> None:
        self.steps.append((key, value))

    def evict(self, key: str) -> None:
        self.steps.append((key, None))

    def commit(self) -> None:
        for key, value in self.steps:
            if value is None:
                self.shared.pop(key, None)
            else:
                self.shared[key] = value
        self.steps = []

    def rollback(self) -> None:
        self.steps = []


class TestRecordedCache(TransactionalCacheContract):
    held = RecordedCache


class SqlCache(Protocol):
    def get(self, key: str) -> str | None: ...
    def set(self, key: str, value: str) -> None: ...
    def delete(self, key: str) -> bool: ...
    def begin(self) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...


class SqliteCache:
    """A table of the database whose transactions it takes part in; outside of one, each statement commits itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def get(self, key: str) -> str | None:
        row = self.connection.execute("SELECT value FROM cache WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        self.connection.execute("REPLACE INTO cache VALUES (?, ?)", (key, value))

    def delete(self, key: str) -> bool:
        return self.connection.execute("DELETE FROM cache WHERE key = ?", (key,)).rowcount > 0

    def begin(self) -> None:
        self.connection.execute("BEGIN")

    def commit(self) -> None:
        self.connection.execute("COMMIT")

    def rollback(self) -> None:
        self.connection.execute("ROLLBACK")


class SqliteTable:
    """A file, and a connection for each client."""

    name = "SQLite"
    concurrent = True

    def __init__(self, adapter: Any = SqliteCache) -> None:
        self.adapter = adapter
        self.path = f"{_folder.name}/cache{next(_numbers)}.sqlite"

    @contextmanager
    def connect(self) -> Iterator[Any]:
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=60)
        connection.execute("PRAGMA synchronous = off")
        try:
            yield self.adapter(connection)
        finally:
            connection.close()

    def clear(self) -> None:
        connection = sqlite3.connect(self.path, timeout=60)
        connection.executescript("DROP TABLE IF EXISTS cache; CREATE TABLE cache (key TEXT PRIMARY KEY, value TEXT)")
        connection.close()


class SqlCacheContract(CacheContract):
    port = SqlCache


def table(adapter: Any, url: str = "") -> SqliteTable:
    return SqliteTable(adapter)


class TestSqliteCache(SqlCacheContract):
    held = SqliteCache
    opened = staticmethod(table)

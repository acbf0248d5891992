"""Databases for adapters under test: SQLite in memory, opened anew for each connection where that tells something."""

from __future__ import annotations

import atexit
import itertools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool, StaticPool

AdapterT = TypeVar("AdapterT")
_numbers = itertools.count()
_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)


def engine() -> Engine:
    """A database of its own, which enforces foreign keys as those in production do."""
    made = create_engine("sqlite://", poolclass=StaticPool)
    with made.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
    return made


def file_engine() -> Engine:
    """A file, so that two connections see the same tables and can write at once."""
    made = create_engine(f"sqlite:///{_folder.name}/zoo{next(_numbers)}.db", poolclass=NullPool)

    @event.listens_for(made, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    return made


def async_engine() -> AsyncEngine:
    """A file, since connections of asyncio do not outlive their event loop."""
    made = create_async_engine(f"sqlite+aiosqlite:///{_folder.name}/zoo{next(_numbers)}.db", poolclass=NullPool)

    @event.listens_for(made.sync_engine, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.cursor().execute("PRAGMA synchronous = OFF")

    return made


class SqliteStore(Generic[AdapterT]):
    """A store for adapters that are written against `sqlite3` itself."""

    def __init__(self, schema: str, adapter: Callable[[sqlite3.Connection], AdapterT]) -> None:
        self.adapter = adapter
        self._schema = schema
        self._uri = f"file:zoo{next(_numbers)}?mode=memory&cache=shared"
        self._keeper: sqlite3.Connection | None = None

    @contextmanager
    def connect(self) -> Iterator[AdapterT]:
        connection = sqlite3.connect(self._uri, uri=True)
        try:
            yield self.adapter(connection)
        finally:
            connection.close()

    def clear(self) -> None:
        """SQLite forgets a database in memory once nobody is connected to it."""
        self.close()
        self._keeper = sqlite3.connect(self._uri, uri=True)
        self._keeper.executescript(self._schema)

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
            self._keeper = None

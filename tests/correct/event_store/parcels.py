"""A parcel's events in a file of sqlite3's own, read as a stream with its version; every answer is a Result."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import attrs

from dovetail import EventStoreContract, fails

T = TypeVar("T")
E = TypeVar("E")


@dataclass(frozen=True)
class Ok(Generic[T]):
    value: T


@dataclass(frozen=True)
class Err(Generic[E]):
    error: E


@attrs.frozen
class Sent:
    weight: int
    to: str


@attrs.frozen
class Scanned:
    place: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    expected: int
    actual: int


@dataclass(frozen=True)
class NotFound:
    parcel: str


@dataclass(frozen=True)
class Broken:
    reason: str


@dataclass(frozen=True)
class EventStream:
    events: list[Sent | Scanned]
    version: int


class ParcelEvents(Protocol):
    def save_events(
        self, parcel_id: str, events: Sequence[Sent | Scanned], expected_version: int
    ) -> Ok[int] | Err[Conflict | Broken]: ...
    def get_events(self, parcel_id: str, after_version: int = 0) -> Ok[EventStream] | Err[NotFound | Broken]: ...


class SqliteParcelEvents:
    """A connection a client; the primary key holds what the check may miss."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save_events(
        self, parcel_id: str, events: Sequence[Sent | Scanned], expected_version: int
    ) -> Ok[int] | Err[Conflict | Broken]:
        try:
            rows = [(type(each).__name__, json.dumps(attrs.asdict(each))) for each in events]
        except TypeError as error:
            return Err(Broken(str(error)))
        try:
            return self._save(parcel_id, rows, expected_version)
        except sqlite3.Error as error:
            return Err(Broken(str(error)))

    def _save(self, parcel: str, rows: list[tuple[str, str]], expected: int) -> Ok[int] | Err[Conflict | Broken]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            version = self._version(parcel)
            if version != expected:
                self._connection.rollback()
                return Err(Conflict(expected, version))
            numbered = [(parcel, version + place, *row) for place, row in enumerate(rows, 1)]
            self._connection.executemany("INSERT INTO parcel_events VALUES (?, ?, ?, ?)", numbered)
            self._connection.commit()
        except sqlite3.Error:
            self._connection.rollback()
            raise
        return Ok(version + len(rows))

    def _version(self, parcel: str) -> int:
        query = "SELECT coalesce(max(version), 0) FROM parcel_events WHERE parcel = ?"
        (version,) = self._connection.execute(query, (parcel,)).fetchone()
        return int(version)

    def get_events(self, parcel_id: str, after_version: int = 0) -> Ok[EventStream] | Err[NotFound | Broken]:
        try:
            version = self._version(parcel_id)
            rows = self._connection.execute(
                "SELECT kind, data FROM parcel_events WHERE parcel = ? AND version > ? ORDER BY version",
                (parcel_id, after_version),
            ).fetchall()
        except sqlite3.Error as error:
            return Err(Broken(str(error)))
        if not version:
            return Err(NotFound(parcel_id))
        return Ok(EventStream([_event(*row) for row in rows], version))


def _event(kind: str, data: str) -> Sent | Scanned:
    fields = json.loads(data)
    return Sent(**fields) if kind == "Sent" else Scanned(fields["place"], tuple(fields["notes"]))


TABLE = """
CREATE TABLE parcel_events (parcel TEXT, version INTEGER, kind TEXT, data TEXT, PRIMARY KEY (parcel, version))
"""


class FileStore:
    """A file; a connection for each client."""

    concurrent = True
    name = "SQLite"

    def __init__(self, path: str, adapter: Any = SqliteParcelEvents) -> None:
        self._path = path
        self.adapter = adapter

    @contextmanager
    def connect(self) -> Iterator[Any]:
        with closing(
            sqlite3.connect(self._path, isolation_level=None, timeout=60, check_same_thread=False)
        ) as connection:
            connection.execute("PRAGMA synchronous = off")
            yield self.adapter(connection)

    def clear(self) -> None:
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=60)) as connection:
            connection.execute("DROP TABLE IF EXISTS parcel_events")
            connection.execute(getattr(self.adapter, "table", TABLE))


class ParcelEventsContract(EventStoreContract):
    port = ParcelEvents
    conflict = fails(Conflict)
    unknown = fails(NotFound)


contract = ParcelEventsContract


def store(adapter: Any, url: str) -> FileStore:
    return FileStore(str(Path(url.removeprefix("sqlite:///"))), adapter)


class TestSqliteParcelEvents(ParcelEventsContract):
    held = SqliteParcelEvents

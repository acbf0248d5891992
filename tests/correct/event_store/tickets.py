"""A ticket's events in a file over aiosqlite: async, pydantic, read as an async stream."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import aiosqlite
from pydantic import BaseModel, TypeAdapter

from dovetail import EventStoreContract, raises


class Bought(BaseModel, frozen=True):
    kind: Literal["bought"] = "bought"
    seat: str
    price: int


class Returned(BaseModel, frozen=True):
    kind: Literal["returned"] = "returned"
    reason: str | None = None


TicketEvent = Bought | Returned
_EVENTS: TypeAdapter[TicketEvent] = TypeAdapter(TicketEvent)


class VersionConflict(Exception):
    """Somebody else was first."""


class TicketEvents(Protocol):
    async def append(self, ticket: str, events: Iterable[TicketEvent], expected: int | None = None) -> int: ...
    def load(self, ticket: str, since_version: int = 0) -> AsyncIterator[tuple[int, TicketEvent]]: ...


class AsyncTicketEvents:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def append(self, ticket: str, events: Iterable[TicketEvent], expected: int | None = None) -> int:
        rows = [each.model_dump_json() for each in events]
        await self._connection.execute("BEGIN IMMEDIATE")
        try:
            version = await self._version(ticket)
            if expected is not None and version != expected:
                raise VersionConflict(ticket)
            numbered = [(ticket, version + place, row) for place, row in enumerate(rows, 1)]
            await self._connection.executemany("INSERT INTO ticket_events VALUES (?, ?, ?)", numbered)
            await self._connection.commit()
        except BaseException:
            await self._connection.rollback()
            raise
        return version + len(rows)

    async def _version(self, ticket: str) -> int:
        query = "SELECT coalesce(max(version), 0) FROM ticket_events WHERE ticket = ?"
        async with self._connection.execute(query, (ticket,)) as cursor:
            row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def load(self, ticket: str, since_version: int = 0) -> AsyncIterator[tuple[int, TicketEvent]]:
        query = "SELECT version, data FROM ticket_events WHERE ticket = ? AND version > ? ORDER BY version"
        async with self._connection.execute(query, (ticket, since_version)) as cursor:
            async for version, data in cursor:
                yield version, _EVENTS.validate_json(data)


TABLE = "CREATE TABLE ticket_events (ticket TEXT, version INT, data TEXT, PRIMARY KEY (ticket, version))"


class AsyncFileStore:
    """A file; a connection for each client."""

    concurrent = True
    name = "SQLite"

    def __init__(self, path: str, adapter: Any = AsyncTicketEvents) -> None:
        self._path = path
        self.adapter = adapter

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Any]:
        async with aiosqlite.connect(self._path, isolation_level=None) as connection:
            await connection.execute("PRAGMA synchronous = off")
            yield self.adapter(connection)

    async def clear(self) -> None:
        connection = sqlite3.connect(self._path, timeout=60)
        connection.execute("DROP TABLE IF EXISTS ticket_events")
        connection.execute(
            "CREATE TABLE ticket_events (ticket TEXT, version INT, data TEXT, PRIMARY KEY (ticket, version))"
        )
        connection.close()


class TicketEventsContract(EventStoreContract):
    port = TicketEvents
    conflict = raises(VersionConflict)


contract = TicketEventsContract


def store(adapter: Any, url: str) -> AsyncFileStore:
    return AsyncFileStore(str(Path(url.removeprefix("sqlite:///"))), adapter)


class TestAsyncTicketEvents(TicketEventsContract):
    held = AsyncTicketEvents

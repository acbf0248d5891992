"""Every account's events in one table, through SQLAlchemy, without blocking."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from ledger.adapters.sql import codec
from ledger.adapters.sql.tables import account_events, account_snapshots, checkpoints
from ledger.domain.account import AccountSnapshot
from ledger.domain.events import AccountEvent, AccountId, RecordedEvent
from ledger.domain.ports import AlreadyRecorded, ConcurrentChange, LedgerUnavailable

# PostgreSQL gives positions out before the commit: of two writers the later position may be seen first,
# and who follows positions would pass the other one by. So its writers wait for each other, as SQLite's do.
_WAIT_FOR_OTHER_WRITERS = text("SELECT pg_advisory_xact_lock(2026071)")

_KEEP_SNAPSHOT = text(
    "INSERT INTO account_snapshots (account_id, version, body) VALUES (:account_id, :version, :body)"
    " ON CONFLICT (account_id) DO UPDATE SET version = excluded.version, body = excluded.body"
    " WHERE excluded.version >= account_snapshots.version"
)

_KEEP_CHECKPOINT = text(
    "INSERT INTO checkpoints (subscriber, position) VALUES (:subscriber, :position)"
    " ON CONFLICT (subscriber) DO UPDATE SET position = excluded.position"
)


class SqlAccountEvents:
    """An `AccountEvents` over an engine of SQLite or PostgreSQL. Each operation is one transaction."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def append(
        self, account_id: AccountId, events: Sequence[AccountEvent], expected_version: int
    ) -> int:
        rows = [
            _row(account_id, version, event) for version, event in enumerate(events, expected_version + 1)
        ]
        try:
            async with self._transaction() as connection:
                if connection.dialect.name == "postgresql":
                    await connection.execute(_WAIT_FOR_OTHER_WRITERS)
                actual = await _version(connection, account_id)
                if actual != expected_version:
                    raise ConcurrentChange(account_id, expected_version, actual)
                if rows:
                    await connection.execute(insert(account_events), rows)
        except _Refused as error:
            raise await self._refusal(account_id, expected_version) from error
        return expected_version + len(rows)

    async def load(self, account_id: AccountId, after_version: int = 0) -> list[RecordedEvent]:
        columns = account_events.c
        own = select(account_events).where(columns.account_id == account_id, columns.version > after_version)
        return await self._read(own.order_by(columns.version))

    async def read_all(self, after_position: int = 0, limit: int | None = None) -> list[RecordedEvent]:
        position = account_events.c.position
        later = select(account_events).where(position > after_position).order_by(position)
        return await self._read(later.limit(limit))

    async def save_snapshot(self, account_id: AccountId, version: int, snapshot: AccountSnapshot) -> None:
        body = codec.dump_snapshot(snapshot)
        async with self._transaction() as connection:
            await connection.execute(
                _KEEP_SNAPSHOT, {"account_id": account_id, "version": version, "body": body}
            )

    async def load_snapshot(self, account_id: AccountId) -> tuple[int, AccountSnapshot] | None:
        columns = account_snapshots.c
        async with self._transaction() as connection:
            asked = select(columns.version, columns.body).where(columns.account_id == account_id)
            row = (await connection.execute(asked)).one_or_none()
        return None if row is None else (row.version, codec.read_snapshot(row.body))

    async def poll(self, subscriber: str, limit: int = 100) -> list[RecordedEvent]:
        async with self._transaction() as connection:
            asked = select(checkpoints.c.position).where(checkpoints.c.subscriber == subscriber)
            acknowledged = await connection.scalar(asked)
        return await self.read_all(acknowledged or 0, limit)

    async def acknowledge(self, subscriber: str, position: int) -> None:
        async with self._transaction() as connection:
            await connection.execute(_KEEP_CHECKPOINT, {"subscriber": subscriber, "position": position})

    async def _read(self, asked: Select[Any]) -> list[RecordedEvent]:
        try:
            async with self._transaction() as connection:
                rows = (await connection.execute(asked)).all()
        except LedgerUnavailable:
            return []
        return [_recorded(row) for row in rows]

    async def _refusal(self, account_id: AccountId, expected: int) -> Exception:
        """What a constraint has refused: a version that another writer took, or an event that is there."""
        async with self._transaction() as connection:
            actual = await _version(connection, account_id)
        if actual != expected:
            return ConcurrentChange(account_id, expected, actual)
        return AlreadyRecorded(f"{account_id}: an event is stored once")

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self.engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise _Refused from error
        except SQLAlchemyError as error:
            raise LedgerUnavailable("the database did not answer as it should") from error


class _Refused(Exception):
    """A constraint did not hold."""


async def _version(connection: AsyncConnection, account_id: AccountId) -> int:
    newest = select(func.max(account_events.c.version)).where(account_events.c.account_id == account_id)
    return await connection.scalar(newest) or 0


def _row(account_id: AccountId, version: int, event: AccountEvent) -> dict[str, object]:
    return {
        "account_id": account_id,
        "version": version,
        "event_id": event.id.hex,
        "type": codec.name_of(event),
        "schema": codec.SCHEMA,
        "body": codec.dump(event),
    }


def _recorded(row: Row[Any]) -> RecordedEvent:
    event = codec.read(row.type, row.schema, row.event_id, row.body)
    return RecordedEvent(AccountId(row.account_id), row.version, row.position, event)

"""A cart's events in a SQL database: numbered from 0, a unique constraint, positions that no reader skips."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from dovetail import EventStoreContract, raises
from dovetail.stores import SqlAlchemyStore

_RETRIES = 50


@dataclass(frozen=True)
class ItemAdded:
    sku: str
    quantity: int


@dataclass(frozen=True)
class ItemRemoved:
    sku: str


CartEvent = ItemAdded | ItemRemoved
_TYPES: dict[str, type[CartEvent]] = {"ItemAdded": ItemAdded, "ItemRemoved": ItemRemoved}


@dataclass(frozen=True)
class CartMessage:
    id: str
    data: CartEvent
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RecordedMessage:
    id: str
    stream_id: str
    number: int
    global_position: int
    data: CartEvent
    metadata: dict[str, str]


class ExpectedState(Enum):
    ANY = "any"
    NO_STREAM = "no stream"
    STREAM_EXISTS = "stream exists"


class WrongExpectedVersion(Exception):
    """The stream is not what was expected."""


class MessageStored(Exception):
    """A message of that id is stored."""


class UnknownMessageType(Exception):
    """Nobody knows the type of a message."""


class StoreUnavailable(Exception):
    """The database does not answer."""


class CartEvents(Protocol):
    def append_to_stream(
        self, stream_id: str, messages: Sequence[CartMessage], expected_version: int | ExpectedState
    ) -> None: ...
    def read_stream(
        self, stream_id: str, from_number: int = 0, max_count: int | None = None
    ) -> list[RecordedMessage]: ...
    def read_all(self, after_position: int = 0, max_count: int | None = None) -> list[RecordedMessage]: ...
    def events_by_type(self, event_type: str) -> list[RecordedMessage]: ...
    def delete_stream(self, stream_id: str) -> None: ...


metadata = sa.MetaData()


def table_of(name: str, *more: sa.Constraint | sa.Column[Any]) -> sa.Table:
    return sa.Table(
        name,
        metadata,
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("metadata", sa.Text, nullable=False),
        *more,
        sqlite_autoincrement=True,
    )


events = table_of("cart_events", sa.UniqueConstraint("stream", "number"))


class SqlCartEvents:
    """Over an engine; each append is a transaction of its own."""

    table = events

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def append_to_stream(
        self, stream_id: str, messages: Sequence[CartMessage], expected_version: int | ExpectedState
    ) -> None:
        rows = [self._row(stream_id, each) for each in messages]
        for _ in range(_RETRIES if expected_version is ExpectedState.ANY else 1):
            try:
                self._insert(stream_id, rows, expected_version)
            except IntegrityError as error:
                self._refuse_stored(rows, error)
                cause = error
            except SQLAlchemyError as error:
                raise StoreUnavailable from error
            else:
                return
        raise WrongExpectedVersion(stream_id) from cause

    def _insert(self, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState) -> None:
        with self._engine.begin() as connection:
            self._lock(connection)
            last = connection.scalar(sa.select(sa.func.max(self.table.c.number)).where(self.table.c.stream == stream))
            last = -1 if last is None else last
            self._check(stream, last, expected)
            if rows:
                numbered = [{**row, "number": last + place} for place, row in enumerate(rows, 1)]
                connection.execute(sa.insert(self.table), numbered)

    def _lock(self, connection: sa.Connection) -> None:
        """Writers wait for each other, so that positions are committed in their order; SQLite has one writer anyway."""
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(4711)"))

    def _refuse_stored(self, rows: list[dict[str, Any]], error: IntegrityError) -> None:
        ids = [row["id"] for row in rows]
        try:
            with self._engine.connect() as connection:
                known = connection.scalar(sa.select(sa.func.count()).where(self.table.c.id.in_(ids)))
        except SQLAlchemyError as failed:
            raise StoreUnavailable from failed
        if known or len(set(ids)) < len(ids):
            raise MessageStored(ids) from error

    def _row(self, stream: str, message: CartMessage) -> dict[str, Any]:
        return {
            "id": message.id,
            "stream": stream,
            "type": type(message.data).__name__,
            "data": json.dumps(asdict(message.data)),
            "metadata": json.dumps(message.metadata),
        }

    def read_stream(self, stream_id: str, from_number: int = 0, max_count: int | None = None) -> list[RecordedMessage]:
        c = self.table.c
        return self._select(c.stream == stream_id, c.number >= from_number, order=c.number, most=max_count)

    def read_all(self, after_position: int = 0, max_count: int | None = None) -> list[RecordedMessage]:
        return self._select(self.table.c.position > after_position, order=self.table.c.position, most=max_count)

    def events_by_type(self, event_type: str) -> list[RecordedMessage]:
        return self._select(self.table.c.type == event_type, order=self.table.c.position)

    def delete_stream(self, stream_id: str) -> None:
        with self._translated(), self._engine.begin() as connection:
            connection.execute(sa.delete(self.table).where(self.table.c.stream == stream_id))

    def _select(self, *where: Any, order: Any, most: int | None = None) -> list[RecordedMessage]:
        with self._translated(), self._engine.connect() as connection:
            query = sa.select(self.table).where(*where).order_by(order).limit(most)
            return [self._message(row) for row in connection.execute(query)]

    def _message(self, row: Any) -> RecordedMessage:
        if row.type not in _TYPES:
            raise UnknownMessageType(row.type)
        data = _TYPES[row.type](**json.loads(row.data))
        return RecordedMessage(row.id, row.stream, row.number, row.position, data, json.loads(row.metadata))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreUnavailable from error

    def _check(self, stream: str, last: int, expected: int | ExpectedState) -> None:
        match expected:
            case ExpectedState.ANY:
                met = True
            case ExpectedState.NO_STREAM:
                met = last == -1
            case ExpectedState.STREAM_EXISTS:
                met = last >= 0
            case _:
                met = last == expected
        if not met:
            raise WrongExpectedVersion(stream)


def put_forgotten(adapter: SqlCartEvents, stream: str) -> None:
    row = {"id": f"forgotten-{stream}", "stream": stream, "number": 0, "type": "CartAbandoned", "data": "{}"}
    with adapter._engine.begin() as connection:
        connection.execute(sa.insert(adapter.table), {**row, "metadata": "{}"})


class CartEventsContract(EventStoreContract):
    port = CartEvents
    conflict = raises(WrongExpectedVersion)
    duplicate = raises(MessageStored)
    failure = raises(StoreUnavailable)
    after_delete = "anew"
    unknown_types = {"CartAbandoned": put_forgotten}


contract = CartEventsContract


def store(adapter: Any, url: str) -> SqlAlchemyStore[Any]:
    patient = {"timeout": 60} if url.startswith("sqlite") else {}
    engine = sa.create_engine(url, poolclass=sa.NullPool, connect_args=patient)
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = off"))
    return SqlAlchemyStore(engine, metadata=metadata, adapter=adapter)


class TestSqlCartEvents(CartEventsContract):
    held = SqlCartEvents

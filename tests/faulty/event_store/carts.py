"""Mistakes in SQL: what shows with a second client or a failing database."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from correct.event_store.carts import (
    CartMessage,
    ExpectedState,
    RecordedMessage,
    SqlCartEvents,
    StoreUnavailable,
    UnknownMessageType,
    WrongExpectedVersion,
    contract,
    store,
    table_of,
)

__all__ = ["contract", "store"]


class ChecksThenInserts(SqlCartEvents):
    """EVT-14, EVT-13, EVT-15: reads the version, compares and inserts, and no constraint holds it."""

    table = table_of("unconstrained_events")

    def _lock(self, connection: sa.Connection) -> None:
        """Nobody waits."""


class ChecksThenInsertsFirst(ChecksThenInserts):
    """EVT-13: the same, where the first event of a stream is not held by anything; later ones are."""

    table = table_of("loosely_constrained_events")

    def _insert(self, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState) -> None:
        if expected is ExpectedState.NO_STREAM:
            super()._insert(stream, rows, expected)
        else:
            with self._engine.begin() as connection:
                self._write_lock(connection)
                self._insert_locked(connection, stream, rows, expected)

    def _write_lock(self, connection: sa.Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(4711)"))

    def _insert_locked(
        self, connection: sa.Connection, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState
    ) -> None:
        last = connection.scalar(sa.select(sa.func.max(self.table.c.number)).where(self.table.c.stream == stream))
        last = -1 if last is None else last
        self._check(stream, last, expected)
        if rows:
            numbered = [{**row, "number": last + place} for place, row in enumerate(rows, 1)]
            connection.execute(sa.insert(self.table), numbered)


class LetsTheDriverSpeak(SqlCartEvents):
    """EVT-14, EVT-13, EVT-07: who loses a race is told of an IntegrityError."""

    def _lock(self, connection: sa.Connection) -> None:
        """Nobody waits."""

    def append_to_stream(
        self, stream_id: str, messages: Sequence[CartMessage], expected_version: int | ExpectedState
    ) -> None:
        if expected_version is ExpectedState.ANY:
            super().append_to_stream(stream_id, messages, expected_version)
            return
        try:
            self._insert(stream_id, [self._row(stream_id, each) for each in messages], expected_version)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise StoreUnavailable from error


class TriesOnce(SqlCartEvents):
    """EVT-15: two writers that expect nothing take the same number, and one of them is refused."""

    def _lock(self, connection: sa.Connection) -> None:
        """Nobody waits."""

    def append_to_stream(
        self, stream_id: str, messages: Sequence[CartMessage], expected_version: int | ExpectedState
    ) -> None:
        rows = [self._row(stream_id, each) for each in messages]
        try:
            self._insert(stream_id, rows, expected_version)
        except IntegrityError as error:
            self._refuse_stored(rows, error)
            raise WrongExpectedVersion(stream_id) from error
        except SQLAlchemyError as error:
            raise StoreUnavailable from error


class NumbersTheWholeStore(SqlCartEvents):
    """EVT-16, EVT-13, EVT-14, EVT-15: whoever appends meanwhile, to whatever stream, gets in the way."""

    table = table_of("numbered_over_all", sa.Column("turn", sa.Integer, unique=True))

    def _lock(self, connection: sa.Connection) -> None:
        """Nobody waits."""

    def _insert(self, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState) -> None:
        with self._engine.begin() as connection:
            last = connection.scalar(sa.select(sa.func.max(self.table.c.number)).where(self.table.c.stream == stream))
            turn = connection.scalar(sa.select(sa.func.max(self.table.c.turn))) or 0
            last = -1 if last is None else last
            self._check(stream, last, expected)
            time.sleep(0.001)
            numbered = [{**row, "number": last + place, "turn": turn + place} for place, row in enumerate(rows, 1)]
            if numbered:
                connection.execute(sa.insert(self.table), numbered)


class RemembersVersions(SqlCartEvents):
    """EVT-27, EVT-13, EVT-14, EVT-15: the version is kept in the object, and another client's is not seen."""

    table = table_of("remembered_events")

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine)
        self._versions: dict[str, int] = {}

    def _insert(self, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState) -> None:
        with self._engine.begin() as connection:
            self._lock(connection)
            last = self._versions.get(stream)
            if last is None:
                last = connection.scalar(
                    sa.select(sa.func.max(self.table.c.number)).where(self.table.c.stream == stream)
                )
            last = -1 if last is None else last
            self._check(stream, last, expected)
            numbered = [{**row, "number": last + place} for place, row in enumerate(rows, 1)]
            if numbered:
                connection.execute(sa.insert(self.table), numbered)
        self._versions[stream] = last + len(rows)

    def delete_stream(self, stream_id: str) -> None:
        super().delete_stream(stream_id)
        self._versions.pop(stream_id, None)


class CommitsEach(SqlCartEvents):
    """EVT-04, EVT-07, EVT-15, EVT-25: a commit for each event."""

    def _insert(self, stream: str, rows: list[dict[str, Any]], expected: int | ExpectedState) -> None:
        super()._insert(stream, rows[:1], expected)
        for row in rows[1:]:
            super()._insert(stream, [row], ExpectedState.ANY)


class ReadsAnOutageAsEmpty(SqlCartEvents):
    """EVT-33: what fails is an empty stream."""

    def read_stream(self, stream_id: str, from_number: int = 0, max_count: int | None = None) -> list[RecordedMessage]:
        try:
            return super().read_stream(stream_id, from_number, max_count)
        except StoreUnavailable:
            return []


class TakesAnOutageForAConflict(SqlCartEvents):
    """EVT-33: what fails is a conflict."""

    def append_to_stream(
        self, stream_id: str, messages: Sequence[CartMessage], expected_version: int | ExpectedState
    ) -> None:
        try:
            super().append_to_stream(stream_id, messages, expected_version)
        except StoreUnavailable as error:
            raise WrongExpectedVersion(stream_id) from error


class LetsTheOutageThrough(SqlCartEvents):
    """EVT-33: the failure is SQLAlchemy's own, and not the declared one."""

    def read_all(self, after_position: int = 0, max_count: int | None = None) -> list[RecordedMessage]:
        c = self.table.c
        with self._engine.connect() as connection:
            query = sa.select(self.table).where(c.position > after_position).order_by(c.position).limit(max_count)
            return [self._message(row) for row in connection.execute(query)]


class SkipsUnknownTypes(SqlCartEvents):
    """EVT-30: what nobody knows is left out."""

    def _select(self, *where: Any, order: Any, most: int | None = None) -> list[RecordedMessage]:
        known = self.table.c.type.in_(["ItemAdded", "ItemRemoved"])
        return super()._select(*where, known, order=order, most=most)


class HidesTheUnknownType(SqlCartEvents):
    """EVT-30: the error does not say which type."""

    def _message(self, row: Any) -> RecordedMessage:
        try:
            return super()._message(row)
        except UnknownMessageType:
            raise KeyError("type") from None


class NumbersAtTheInsert(SqlCartEvents):
    """EVT-26, EVT-25: a sequence gives the position, and nobody waits for who has a lower one."""

    needs = "postgres_url"

    def _lock(self, connection: sa.Connection) -> None:
        """Nobody waits."""

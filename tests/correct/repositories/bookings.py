"""Meeting rooms: bookings with a time range in UTC, under a wrapped UUID; an ABC whose `get` raises what is absent."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from uuid import UUID

import aiosqlite
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from correct.repositories.databases import async_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import AsyncSqlAlchemyStore


class BookingNotFound(LookupError):
    """There is no such booking."""


@dataclass(frozen=True, order=True)
class BookingId:
    value: UUID


@dataclass(frozen=True)
class TimeRange:
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            raise ValueError("times are kept in UTC")
        if self.start >= self.end:
            raise ValueError("a range ends after it starts")


class Priority(IntEnum):
    LOW = 10
    NORMAL = 20
    HIGH = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee:
    name: str
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Booking:
    """Frozen: each change gives a new booking."""

    id: BookingId
    room: str
    when: TimeRange
    priority: Priority = Priority.NORMAL
    attendees: tuple[Attendee, ...] = ()
    note: str | None = None

    def moved_to(self, when: TimeRange) -> Booking:
        return dataclasses.replace(self, when=when)

    def with_attendee(self, attendee: Attendee) -> Booking:
        return dataclasses.replace(self, attendees=(*self.attendees, attendee))

    def without_attendees(self) -> Booking:
        return dataclasses.replace(self, attendees=())

    def noted(self, note: str | None) -> Booking:
        return dataclasses.replace(self, note=note)


class BookingRepository(ABC):
    """Where bookings are kept, without blocking."""

    @abstractmethod
    async def add(self, booking: Booking, /) -> None: ...

    @abstractmethod
    async def update(self, booking: Booking, /) -> None: ...

    @abstractmethod
    async def by_id(self, booking_id: BookingId, /) -> Booking:
        """Raises BookingNotFound."""

    @abstractmethod
    async def remove(self, booking_id: BookingId, /) -> bool: ...

    @abstractmethod
    async def find_by_room(self, room: str, priority: Priority) -> list[Booking]: ...

    @abstractmethod
    def stream_all(self) -> AsyncIterator[Booking]: ...


class InMemoryBookings(BookingRepository):
    """Frozen objects need no copies."""

    def __init__(self) -> None:
        self._bookings: dict[BookingId, Booking] = {}

    async def add(self, booking: Booking, /) -> None:
        if booking.id in self._bookings:
            raise ValueError(f"{booking.id} is booked already")
        self._bookings[booking.id] = booking

    async def update(self, booking: Booking, /) -> None:
        if booking.id not in self._bookings:
            raise BookingNotFound(booking.id)
        self._bookings[booking.id] = booking

    async def by_id(self, booking_id: BookingId, /) -> Booking:
        try:
            return self._bookings[booking_id]
        except KeyError:
            raise BookingNotFound(booking_id) from None

    async def remove(self, booking_id: BookingId, /) -> bool:
        return self._bookings.pop(booking_id, None) is not None

    async def find_by_room(self, room: str, priority: Priority) -> list[Booking]:
        return [each for each in self._bookings.values() if each.room == room and each.priority == priority]

    async def stream_all(self) -> AsyncIterator[Booking]:
        for booking in list(self._bookings.values()):
            yield booking


metadata = sa.MetaData()
bookings = sa.Table(
    "bookings",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("room", sa.String(200), nullable=False),
    sa.Column("starts_at", sa.DateTime, nullable=False),
    sa.Column("ends_at", sa.DateTime, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("note", sa.Text),
)
attendees = sa.Table(
    "attendees",
    metadata,
    sa.Column("booking_id", sa.ForeignKey("bookings.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("optional", sa.Boolean, nullable=False),
)


class CoreBookings(BookingRepository):
    """SQLAlchemy Core; the times are stored without their zone, which is always UTC."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, booking: Booking, /) -> None:
        await self._connection.execute(sa.insert(bookings).values(id=booking.id.value, **self._columns(booking)))
        await self._add_attendees(booking)
        await self._connection.commit()

    async def update(self, booking: Booking, /) -> None:
        changed = await self._connection.execute(
            sa.update(bookings).where(bookings.c.id == booking.id.value).values(**self._columns(booking))
        )
        if changed.rowcount == 0:
            raise BookingNotFound(booking.id)
        await self._connection.execute(sa.delete(attendees).where(attendees.c.booking_id == booking.id.value))
        await self._add_attendees(booking)
        await self._connection.commit()

    async def by_id(self, booking_id: BookingId, /) -> Booking:
        found = await self._where(bookings.c.id == booking_id.value)
        if not found:
            raise BookingNotFound(booking_id)
        return found[0]

    async def remove(self, booking_id: BookingId, /) -> bool:
        await self._connection.execute(sa.delete(attendees).where(attendees.c.booking_id == booking_id.value))
        deleted = await self._connection.execute(sa.delete(bookings).where(bookings.c.id == booking_id.value))
        await self._connection.commit()
        return deleted.rowcount > 0

    async def find_by_room(self, room: str, priority: Priority) -> list[Booking]:
        return await self._where((bookings.c.room == room) & (bookings.c.priority == int(priority)))

    async def stream_all(self) -> AsyncIterator[Booking]:
        for booking in await self._where(sa.true()):
            yield booking

    async def _add_attendees(self, booking: Booking) -> None:
        rows = [
            {"booking_id": booking.id.value, "position": n, "name": each.name, "optional": each.optional}
            for n, each in enumerate(booking.attendees)
        ]
        if rows:
            await self._connection.execute(sa.insert(attendees), rows)

    async def _where(self, condition: sa.ColumnElement[bool]) -> list[Booking]:
        rows = (await self._connection.execute(sa.select(bookings).where(condition))).all()
        guests = (
            await self._connection.execute(
                sa.select(attendees)
                .join(bookings, bookings.c.id == attendees.c.booking_id)
                .where(condition)
                .order_by(attendees.c.position)
            )
        ).all()
        return [
            Booking(
                id=BookingId(row.id),
                room=row.room,
                when=TimeRange(row.starts_at.replace(tzinfo=UTC), row.ends_at.replace(tzinfo=UTC)),
                priority=Priority(row.priority),
                attendees=tuple(
                    Attendee(name=each.name, optional=each.optional) for each in guests if each.booking_id == row.id
                ),
                note=row.note,
            )
            for row in rows
        ]

    def _columns(self, booking: Booking) -> dict[str, object]:
        return {
            "room": booking.room,
            "starts_at": booking.when.start.replace(tzinfo=None),
            "ends_at": booking.when.end.replace(tzinfo=None),
            "priority": int(booking.priority),
            "note": booking.note,
        }


SCHEMA = """
CREATE TABLE bookings (id BLOB PRIMARY KEY, room TEXT, starts_at TEXT, ends_at TEXT, priority INTEGER, note TEXT);
CREATE TABLE attendees (booking BLOB REFERENCES bookings (id) ON DELETE CASCADE, position INTEGER, name TEXT,
                        optional INTEGER);
"""


class AiosqliteBookings(BookingRepository):
    """aiosqlite by hand."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db

    async def add(self, booking: Booking, /) -> None:
        await self._insert(booking)
        await self._db.commit()

    async def update(self, booking: Booking, /) -> None:
        if not await self._delete(booking.id):
            raise BookingNotFound(booking.id)
        await self._insert(booking)
        await self._db.commit()

    async def by_id(self, booking_id: BookingId, /) -> Booking:
        async for booking in self._select("WHERE id = ?", booking_id.value.bytes):
            return booking
        raise BookingNotFound(booking_id)

    async def remove(self, booking_id: BookingId, /) -> bool:
        removed = await self._delete(booking_id)
        await self._db.commit()
        return removed

    async def find_by_room(self, room: str, priority: Priority) -> list[Booking]:
        return [each async for each in self._select("WHERE room = ? AND priority = ?", room, priority.value)]

    def stream_all(self) -> AsyncIterator[Booking]:
        return self._select("")

    async def _insert(self, booking: Booking) -> None:
        key = booking.id.value.bytes
        start, end = booking.when.start.isoformat(), booking.when.end.isoformat()
        await self._db.execute(
            "INSERT INTO bookings VALUES (?, ?, ?, ?, ?, ?)",
            (key, booking.room, start, end, booking.priority.value, booking.note),
        )
        await self._db.executemany(
            "INSERT INTO attendees VALUES (?, ?, ?, ?)",
            [(key, n, each.name, each.optional) for n, each in enumerate(booking.attendees)],
        )

    async def _delete(self, booking_id: BookingId) -> bool:
        cursor = await self._db.execute("DELETE FROM bookings WHERE id = ?", (booking_id.value.bytes,))
        return cursor.rowcount > 0

    async def _select(self, where: str, *values: object) -> AsyncIterator[Booking]:
        rows = await self._db.execute_fetchall(f"SELECT * FROM bookings {where}", values)
        for key, room, start, end, priority, note in rows:
            guests = await self._db.execute_fetchall(
                "SELECT name, optional FROM attendees WHERE booking = ? ORDER BY position", (key,)
            )
            yield Booking(
                id=BookingId(UUID(bytes=key)),
                room=room,
                when=TimeRange(
                    datetime.fromisoformat(start).astimezone(UTC), datetime.fromisoformat(end).astimezone(UTC)
                ),
                priority=Priority(priority),
                attendees=tuple(Attendee(name=name, optional=bool(optional)) for name, optional in guests),
                note=note,
            )


class AiosqliteStore:
    """A database in memory that lives as long as one connection to it."""

    adapter = AiosqliteBookings
    _db: aiosqlite.Connection | None = None

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AiosqliteBookings]:
        assert self._db is not None
        yield AiosqliteBookings(self._db)
        await self._db.rollback()

    async def clear(self) -> None:
        if self._db is None:
            self._db = await aiosqlite.connect(":memory:")
            await self._db.executescript("PRAGMA foreign_keys = ON;" + SCHEMA)
        await self._db.execute("DELETE FROM bookings")
        await self._db.commit()

    async def close(self) -> None:
        if self._db is not None:
            await self._db.close()
            self._db = None


class BookingContract(RepositoryContract):
    port = BookingRepository
    missing = raises(BookingNotFound)
    operations = {"all": "stream_all"}


class Remembered(BookingContract):
    adapter = InMemoryBookings


class InCore(BookingContract):
    @staticmethod
    def store() -> AsyncSqlAlchemyStore[CoreBookings]:
        return AsyncSqlAlchemyStore(async_engine(), metadata=metadata, adapter=CoreBookings)


class ByHand(BookingContract):
    store = AiosqliteStore

"""Faults of an async adapter."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from correct.repositories.bookings import (
    Booking,
    BookingContract,
    BookingId,
    CoreBookings,
    Priority,
    attendees,
    bookings,
    metadata,
)
from correct.repositories.databases import async_engine
from dovetail.stores import AsyncSqlAlchemyStore

contract = BookingContract


def store(adapter: type[CoreBookings]) -> AsyncSqlAlchemyStore[CoreBookings]:
    return AsyncSqlAlchemyStore(async_engine(), metadata=metadata, adapter=adapter)


_BERLIN = datetime.fromisoformat("2024-01-01T00:00:00+01:00").tzinfo


class DropsTheZone(CoreBookings):
    """REPO-01, PORT-05, REPO-07: times come back naive, behind the back of the constructor."""

    async def _where(self, condition: sa.ColumnElement[bool]) -> list[Booking]:
        found = await super()._where(condition)
        for each in found:
            object.__setattr__(each.when, "start", each.when.start.replace(tzinfo=None))
        return found


class MovesTheZone(CoreBookings):
    """REPO-01: the column is in local time, and nobody told the reader."""

    async def _where(self, condition: sa.ColumnElement[bool]) -> list[Booking]:
        found = await super()._where(condition)
        for each in found:
            object.__setattr__(each.when, "end", each.when.end.replace(fold=0).astimezone(_BERLIN))
        return found


class DeletesAreAlwaysTrue(CoreBookings):
    """REPO-26, REPO-12: True, whether there was such a booking or not."""

    async def remove(self, booking_id: BookingId, /) -> bool:
        await super().remove(booking_id)
        return True


class DeletesSayNothing(CoreBookings):
    """REPO-26, PORT-05, REPO-12: None, which callers take for False."""

    async def remove(self, booking_id: BookingId, /) -> bool:
        await super().remove(booking_id)
        return None  # type: ignore[return-value]


class FindsOnlyTheInvited(CoreBookings):
    """REPO-16, REPO-24: bookings without attendees are not streamed."""

    async def stream_all(self) -> AsyncIterator[Booking]:
        for booking in await self._where(bookings.c.id.in_(sa.select(attendees.c.booking_id))):
            yield booking


class ForgetsThePriority(CoreBookings):
    """REPO-17, REPO-24: one of the two conditions was lost in a merge."""

    async def find_by_room(self, room: str, priority: Priority) -> list[Booking]:
        return await self._where(bookings.c.room == room)


class FetchesInSync(CoreBookings):
    """PORT-03, REPO-17, REPO-24: a plain list, where callers await."""

    def find_by_room(self, room: str, priority: Priority) -> list[Booking]:  # type: ignore[override]
        return []


class AppendsAttendees(CoreBookings):
    """REPO-07, REPO-24: an update adds new attendees after the old ones."""

    async def update(self, booking: Booking, /) -> None:
        known = await self._where(bookings.c.id == booking.id.value)
        old = known[0].attendees if known else ()
        await super().update(dataclasses.replace(booking, attendees=(*old, *booking.attendees)))


class HandsOutRows(CoreBookings):
    """PORT-05, REPO-16, REPO-24: rows of the database, which have a room and a note as well."""

    async def stream_all(self) -> AsyncIterator[Any]:
        for row in (await self._connection.execute(sa.select(bookings))).all():
            yield row


class CountsMembers(CoreBookings):
    """REPO-01: the priority by its place among the members, and one member was put in between."""

    async def _where(self, condition: sa.ColumnElement[bool]) -> list[Booking]:
        return [
            dataclasses.replace(each, priority=Priority.HIGH if each.priority is Priority.NORMAL else each.priority)
            for each in await super()._where(condition)
        ]

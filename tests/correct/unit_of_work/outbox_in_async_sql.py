"""An outbox over async sessions, whose relay publishes messages of different keys at the same time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from correct.unit_of_work.lending import Member
from correct.unit_of_work.lending_in_async_sql import AsyncLendingContract, AsyncSqlUnit, store
from correct.unit_of_work.lending_with_outbox import ATTEMPTS, LEASE, InboxRow, Message, OutboxRow, to_send
from dovetail import Outbox


class AsyncOutboxUnit(AsyncSqlUnit):
    def send(self, key: str, body: str) -> None:
        self.session.add(OutboxRow(id=str(uuid4()), key=key, body=body, added_at=time.time()))

    async def receive(self, message: Message, handle: Callable[[Any], Awaitable[Any]]) -> None:
        async with self:
            if await self.session.get(InboxRow, message.id) is None:
                self.session.add(InboxRow(id=message.id))
                await handle(self)
                await self.commit()

    async def listed(self, *which: Any) -> list[str]:
        async with self.sessions() as session:
            return list(await session.scalars(select(OutboxRow.id).where(*which)))


class AsyncRelay:
    """Takes the first message of each key for the length of a lease, and publishes all of them at once."""

    def __init__(
        self, sessions: Callable[[], AsyncSession], publish: Callable[[Message], Awaitable[Any]], now: datetime
    ) -> None:
        self.sessions = sessions
        self.publish = publish
        self.now = now.timestamp()

    async def run(self, limit: int) -> None:
        while limit > 0 and (batch := await self.take(limit)):
            limit -= len(batch)
            async with asyncio.TaskGroup() as group:
                for message, attempts in batch:
                    group.create_task(self.pass_on(message, attempts))

    async def take(self, limit: int) -> list[tuple[Message, int]]:
        is_free = OutboxRow.free_at <= self.now
        found = to_send().where(is_free).limit(limit).with_for_update(skip_locked=True)
        async with self.sessions() as session, session.begin():
            taken = await session.scalars(
                update(OutboxRow)
                .where(OutboxRow.position.in_(found.with_only_columns(OutboxRow.position)), is_free)
                .values(free_at=self.now + LEASE.total_seconds(), attempts=OutboxRow.attempts + 1)
                .returning(OutboxRow)
                .execution_options(synchronize_session=False)
            )
            rows = sorted(taken, key=lambda row: row.position)
            return [(Message(row.id, row.key, row.body), row.attempts) for row in rows]

    async def pass_on(self, message: Message, attempts: int) -> None:
        values: dict[str, Any] = {"sent": True}
        try:
            await self.publish(message)
        except ConnectionError:
            values = {"dead": True} if attempts >= ATTEMPTS else {"free_at": self.now + 60 * 2**attempts}
        async with self.sessions() as session, session.begin():
            await session.execute(update(OutboxRow).where(OutboxRow.id == message.id).values(**values))


def joins(unit: Any, member: Member) -> None:
    """Something to send comes up."""
    unit.send(member.id, f"{member.name} has joined")


class AsyncOutboxContract(AsyncLendingContract):
    emits = staticmethod(joins)
    outbox = Outbox(
        rows=lambda uow: uow.listed(OutboxRow.sent.is_(False), OutboxRow.dead.is_(False)),
        relay=lambda uow, publish, limit, now: AsyncRelay(uow.sessions, publish, now).run(limit),
        key=lambda message: message.key,
        lease=LEASE,
        dead=lambda uow: uow.listed(OutboxRow.dead),
        attempts=ATTEMPTS,
        inbox=lambda uow, message, handle: uow.receive(message, handle),
    )


class TestAsyncOutboxUnit(AsyncOutboxContract):
    store = staticmethod(lambda: store(AsyncOutboxUnit))

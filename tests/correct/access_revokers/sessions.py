"""Sessions in a table of SQLite: the unit of work around the revoker commits, or the revoker does it itself."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Uuid, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import async_engine, engine, file_engine
from dovetail import AccessRevokerContract, raises, returns
from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore


class Base(DeclarativeBase):
    pass


class SessionRow(Base):
    __tablename__ = "auth_sessions"
    token: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(Uuid)


class SessionsUnavailable(Exception):
    pass


class Sessions(Protocol):
    def create_session(self, user_id: UUID) -> str: ...
    def resolve(self, token: str) -> UUID | None: ...
    def revoke(self, token: str) -> None: ...
    def revoke_all(self, user_id: UUID) -> None: ...


class SqlSessions:
    def __init__(self, session: Session) -> None:
        self._session = session

    def create_session(self, user_id: UUID) -> str:
        token = secrets.token_urlsafe(16)
        self._session.add(SessionRow(token=token, user_id=user_id))
        self._session.flush()
        return token

    def resolve(self, token: str) -> UUID | None:
        return self._session.scalar(select(SessionRow.user_id).where(SessionRow.token == token))

    def revoke(self, token: str) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.token == token))

    def revoke_all(self, user_id: UUID) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.user_id == user_id))


class CommittingSessions(SqlSessions):
    """Without a unit of work around it."""

    def create_session(self, user_id: UUID) -> str:
        token = super().create_session(user_id)
        self._session.commit()
        return token

    def resolve(self, token: str) -> UUID | None:
        try:
            return super().resolve(token)
        except SQLAlchemyError as error:
            raise SessionsUnavailable from error

    def revoke(self, token: str) -> None:
        try:
            super().revoke(token)
            self._session.commit()
        except SQLAlchemyError as error:
            raise SessionsUnavailable from error

    def revoke_all(self, user_id: UUID) -> None:
        super().revoke_all(user_id)
        self._session.commit()


class TranslatingSessions(SqlSessions):
    """Translates what fails in it; what fails at the commit is the business of the unit of work."""

    def resolve(self, token: str) -> UUID | None:
        try:
            return super().resolve(token)
        except SQLAlchemyError as error:
            raise SessionsUnavailable from error

    def revoke(self, token: str) -> None:
        try:
            super().revoke(token)
        except SQLAlchemyError as error:
            raise SessionsUnavailable from error


class SessionsContract(AccessRevokerContract):
    port = Sessions
    refused = returns(None)


contract = SessionsContract


def store(adapter: Any, *, commit: bool = True, file: bool = False) -> SqlAlchemyStore[Any]:
    made = file_engine() if file else engine()
    return SqlAlchemyStore(made, metadata=Base.metadata, adapter=adapter, commit=commit)


class TestInUnit(SessionsContract):
    store = staticmethod(lambda: store(SqlSessions))


class TestTranslatingInUnit(SessionsContract):
    store = staticmethod(lambda: store(TranslatingSessions))
    failure = raises(SessionsUnavailable)


class TestCommitting(SessionsContract):
    store = staticmethod(lambda: store(CommittingSessions, commit=False, file=True))
    failure = raises(SessionsUnavailable)


class Revoker(Protocol):
    def remove_all_user_access(self, user_id: UUID) -> None: ...


class SqlRevoker:
    """Revokes alone: what signs in and what identifies are beside it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remove_all_user_access(self, user_id: UUID) -> None:
        self._session.execute(delete(SessionRow).where(SessionRow.user_id == user_id))


def beside(revoker: Any) -> Any:
    return lambda session: SimpleNamespace(revoker=revoker(session), sessions=SqlSessions(session))


class RevokerContract(AccessRevokerContract):
    port = Revoker
    operations = {
        "grant": lambda opened, user: opened.sessions.create_session(UUID(user)),
        "check": lambda opened, token: opened.sessions.resolve(token),
    }
    paths = {"again": lambda opened, token: opened.sessions.resolve(token)}


class TestRevokerBeside(RevokerContract):
    store = staticmethod(lambda: store(beside(SqlRevoker)))


class AsyncSessions(Protocol):
    async def login(self, user_id: UUID) -> str: ...
    async def authenticate(self, token: str) -> UUID | None: ...
    async def logout(self, token: str) -> None: ...


class AsyncSqlSessions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def login(self, user_id: UUID) -> str:
        return await self._session.run_sync(lambda session: SqlSessions(session).create_session(user_id))

    async def authenticate(self, token: str) -> UUID | None:
        return await self._session.run_sync(lambda session: SqlSessions(session).resolve(token))

    async def logout(self, token: str) -> None:
        await self._session.run_sync(lambda session: SqlSessions(session).revoke(token))


class TestAwaited(AccessRevokerContract):
    port = AsyncSessions
    refused = returns(None)
    store = staticmethod(
        lambda: AsyncSqlAlchemyStore(async_engine(), metadata=Base.metadata, adapter=AsyncSqlSessions, commit=True)
    )

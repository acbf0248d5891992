"""A store in a SQL database, for async ports."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import sqlalchemy.ext.asyncio as sa_asyncio
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_scoped_session
from sqlalchemy.orm import sessionmaker

from dovetail.errors import ContractError
from dovetail.faults.cut import async_proxied
from dovetail.stores.sql.base import Remembered, SqlStore, preparing, reaching, require

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from sqlalchemy import MetaData
    from sqlalchemy.ext.asyncio import AsyncConnection

    from dovetail.faults.cut import SqlProxy
    from dovetail.stores.sql.tables import Rows

AdapterT = TypeVar("AdapterT")


class AsyncSqlAlchemyStore(SqlStore, Generic[AdapterT]):
    """The tables of a SQL database behind an async engine; works with SQLAlchemy 1.4 and newer, and with any mapping.

    Args:
        engine: the async engine of a scratch database.
        metadata: the tables; those that are missing are made on first use.
        adapter: a callable, or coroutine function, that makes the adapter. Its one required parameter says from
            what: an `AsyncSession`, an `async_scoped_session`, an `async_sessionmaker` (or `Callable[[],
            AsyncSession]`), an `AsyncEngine` or an `AsyncConnection`, by annotation or by name; a session where
            neither says.
        commit: commit what the adapter leaves open when it is closed, as the unit of work around it would. Without it
            that is rolled back, as when a client goes away.
        prepare: `prepare(session, aggregate)`, a function or coroutine function, puts in the rows that an aggregate
            refers to. Called before an aggregate is saved, with a session of its own that is committed; two
            aggregates may refer to the same row, so use `await session.merge(...)`.
        sessions: the application's own async_sessionmaker, where its sessions have options (`expire_on_commit=False`).
        disposable: whether rows that were in the tables before the first use may be deleted.
        migrated_by: a function of the engine that makes the tables in the place of `create_all`, such as the `migrate`
            of a MigrationContract; the rows that it puts in are there whenever a scenario begins.

    Raises:
        ContractError: where the arguments do not fit together; on first use, where the database cannot be reached, its
            tables hold somebody else's rows, or each connection would see a database of its own.
    """

    _maker = getattr(sa_asyncio, "async_sessionmaker", sessionmaker)  # SQLAlchemy 1.4 has the sync one alone
    _session_class = AsyncSession

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        metadata: MetaData,
        adapter: Callable[..., AdapterT | Awaitable[AdapterT]],
        commit: bool = False,
        prepare: Callable[[AsyncSession, Any], object] | None = None,
        sessions: Any | None = None,
        disposable: bool = False,
        migrated_by: Callable[[AsyncEngine], object] | None = None,
    ) -> None:
        require(engine, AsyncEngine, "AsyncSqlAlchemyStore(create_async_engine(url), ...)")
        super().__init__(
            engine.sync_engine,
            metadata=metadata,
            adapter=adapter,
            commit=commit,
            disposable=disposable,
            migrated_by=migrated_by,
            sessions=sessions,
        )
        if self._wiring.asynchronous is False:
            raise ContractError(
                f"{self._wiring.name} takes {self._wiring.resource.value}, which is not async",
                "SqlAlchemyStore(create_engine(url), ...)",
            )
        self._engine = engine
        self._prepare = prepare

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AdapterT]:
        """Open an adapter as a new client; what it leaves open is rolled back, or committed with `commit=True`."""
        await self._make_ready()
        async with self._opened() as resource:
            adapter = self._wiring.build(resource)
            yield await adapter if inspect.isawaitable(adapter) else adapter

    async def clear(self) -> None:
        """Delete every row of the metadata's tables."""
        await self._make_ready()
        async with self._engine.begin() as connection:
            await connection.run_sync(self._tables.empty)

    async def rows(self) -> Rows:
        """What the tables hold."""
        async with self._engine.connect() as connection:
            held: Rows = await connection.run_sync(self._tables.rows)
            return held

    async def add_rows(self, rows: Rows) -> None:
        """Put more rows into the tables, as `rows` gives them, or none of them."""
        async with self._engine.begin() as connection:
            await connection.run_sync(self._tables.add, rows)

    async def prepare(self, aggregate: object) -> None:
        """Put in what `aggregate` refers to, with the function given as `prepare`."""
        if self._prepare is None:
            return
        await self._make_ready()
        with preparing(aggregate):
            async with self._new_session() as session:
                prepared = self._prepare(session, aggregate)
                if inspect.isawaitable(prepared):
                    await prepared
                await session.commit()

    async def close(self) -> None:
        """Leave nothing behind: called when a test is over, in the event loop that the connections belong to."""
        if self._ready:
            await self.clear()
        if self.concurrent:
            await self._engine.dispose()

    async def forget_connections(self) -> None:
        """Close the connections that the pool keeps ready, as the end of a process does."""
        if self.concurrent:
            await self._engine.dispose()

    def proxied(self) -> AbstractAsyncContextManager[SqlProxy]:
        """Lead new connections to the server through a proxy that can cut them; see `dovetail.faults.cut`."""
        return async_proxied(self._engine)

    async def _make_ready(self) -> None:
        if self._ready:
            return
        with reaching(self._sync_engine):
            await (await self._engine.connect()).close()
        async with self._engine.begin() as connection:
            await connection.run_sync(self._make_tables)
        if self.migrated_by is not None:
            await asyncio.to_thread(self.migrated_by, self._engine)  # migrations may begin an event loop of their own
            async with self._engine.connect() as connection:
                await connection.run_sync(self._tables.keep)
        self._ready = True

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[AsyncSession]:
        async with self._new_session() as session:
            yield session
            if self.commits:
                await session.commit()

    @asynccontextmanager
    async def _scoped_session(self) -> AsyncIterator[async_scoped_session[Any]]:
        # One scope for all, since whoever drives the adapter may run each call as a task of its own.
        sessions = async_scoped_session(self._factory(), scopefunc=lambda: None)
        try:
            yield sessions
            if self.commits:
                await sessions.commit()
        finally:
            await sessions.remove()

    @asynccontextmanager
    async def _session_factory(self) -> AsyncIterator[Any]:
        made = Remembered()
        try:
            yield self._factory(made.by(self._maker))
            if self.commits:
                for session in list(made):
                    await session.commit()
        finally:
            for session in list(made):
                await session.close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.connect() as connection:
            yield connection
            if self.commits:
                await connection.commit()

"""A store in a SQL database, for sync ports."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from dovetail.errors import ContractError
from dovetail.faults.cut import proxied
from dovetail.stores.sql.base import Remembered, SqlStore, preparing, reaching, require

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, MetaData

    from dovetail.faults.cut import SqlProxy
    from dovetail.stores.sql.tables import Rows

AdapterT = TypeVar("AdapterT")


class SqlAlchemyStore(SqlStore, Generic[AdapterT]):
    """The tables of a SQL database; works with SQLAlchemy 1.4 and newer, and with any mapping.

    Args:
        engine: the engine of a scratch database.
        metadata: the tables; those that are missing are made on first use.
        adapter: a callable that makes the adapter. Its one required parameter says from what: a `Session`, a
            `scoped_session`, a `sessionmaker` (or `Callable[[], Session]`), an `Engine` or a `Connection`, by
            annotation or by name; a session where neither says.
        commit: commit what the adapter leaves open when it is closed, as the unit of work around it would. Without it
            that is rolled back, as when a client goes away.
        prepare: `prepare(session, aggregate)` puts in the rows that an aggregate refers to. Called before an aggregate
            is saved, with a session of its own that is committed; two aggregates may refer to the same row, so
            use `session.merge`.
        sessions: the application's own sessionmaker, where its sessions have options.
        disposable: whether rows that were in the tables before the first use may be deleted.
        migrated_by: a function of the engine that makes the tables in the place of `create_all`, such as the `migrate`
            of a MigrationContract; the rows that it puts in are there whenever a scenario begins.

    Raises:
        ContractError: where the arguments do not fit together; on first use, where the database cannot be reached, its
            tables hold somebody else's rows, or each connection would see a database of its own.
    """

    _maker = sessionmaker
    _session_class = Session

    def __init__(
        self,
        engine: Engine,
        *,
        metadata: MetaData,
        adapter: Callable[..., AdapterT],
        commit: bool = False,
        prepare: Callable[[Session, Any], object] | None = None,
        sessions: sessionmaker[Any] | None = None,
        disposable: bool = False,
        migrated_by: Callable[[Engine], object] | None = None,
    ) -> None:
        require(engine, Engine, "SqlAlchemyStore(create_engine(url), ...); AsyncSqlAlchemyStore takes async engines")
        super().__init__(
            engine,
            metadata=metadata,
            adapter=adapter,
            commit=commit,
            disposable=disposable,
            migrated_by=migrated_by,
            sessions=sessions,
        )
        if self._wiring.asynchronous:
            raise ContractError(
                f"{self._wiring.name} takes an async {self._wiring.resource.value.split()[-1]}",
                "AsyncSqlAlchemyStore(create_async_engine(url), ...)",
            )
        self._engine = engine
        self._prepare = prepare

    @contextmanager
    def connect(self) -> Iterator[AdapterT]:
        """Open an adapter as a new client; what it leaves open is rolled back, or committed with `commit=True`."""
        self._make_ready()
        with self._opened() as resource:
            yield self._wiring.build(resource)

    def clear(self) -> None:
        """Delete every row of the metadata's tables."""
        self._make_ready()
        with self._engine.begin() as connection:
            self._tables.empty(connection)

    def rows(self) -> Rows:
        """What the tables hold."""
        with self._engine.connect() as connection:
            return self._tables.rows(connection)

    def add_rows(self, rows: Rows) -> None:
        """Put more rows into the tables, as `rows` gives them, or none of them."""
        with self._engine.begin() as connection:
            self._tables.add(connection, rows)

    def prepare(self, aggregate: object) -> None:
        """Put in what `aggregate` refers to, with the function given as `prepare`."""
        if self._prepare is None:
            return
        self._make_ready()
        with preparing(aggregate), self._new_session() as session:
            self._prepare(session, aggregate)
            session.commit()

    def close(self) -> None:
        """Leave nothing behind: called when a test is over."""
        if self._ready:
            self.clear()

    def forget_connections(self) -> None:
        """Close the connections that the pool keeps ready, as the end of a process does."""
        if self.concurrent:
            self._engine.dispose()

    def proxied(self) -> AbstractContextManager[SqlProxy]:
        """Lead new connections to the server through a proxy that can cut them; see `dovetail.faults.cut`."""
        return proxied(self._engine)

    def _make_ready(self) -> None:
        if self._ready:
            return
        with reaching(self._engine):
            self._engine.connect().close()
        with self._engine.begin() as connection:
            self._make_tables(connection)
        if self.migrated_by is not None:
            self.migrated_by(self._engine)
            with self._engine.connect() as connection:
                self._tables.keep(connection)
        self._ready = True

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._new_session() as session:
            yield session
            if self.commits:
                session.commit()

    @contextmanager
    def _scoped_session(self) -> Iterator[scoped_session[Any]]:
        sessions = scoped_session(self._factory())
        try:
            yield sessions
            if self.commits:
                sessions.commit()
        finally:
            sessions.remove()

    @contextmanager
    def _session_factory(self) -> Iterator[sessionmaker[Any]]:
        made = Remembered()
        try:
            yield self._factory(made.by(sessionmaker))
            if self.commits:
                for session in list(made):
                    session.commit()
        finally:
            for session in list(made):
                session.close()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection
            # In SQLAlchemy 1.4 a connection of a legacy engine commits by itself, and has no such method.
            if self.commits and hasattr(connection, "commit"):
                connection.commit()

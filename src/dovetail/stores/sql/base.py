"""What the sync and the async SQL store have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool, SingletonThreadPool, StaticPool

from dovetail.errors import ContractError
from dovetail.faults import sql, sql_transactions, sql_units
from dovetail.faults.cut import is_remote
from dovetail.faults.sql_pausing import pausing
from dovetail.stores.sql.tables import Tables
from dovetail.stores.sql.wiring import Resource, Wiring, read_wiring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine, MetaData

    from dovetail.faults.pause import Pause

_NAMES = {
    "mariadb": "MariaDB",
    "mssql": "SQL Server",
    "mysql": "MySQL",
    "oracle": "Oracle",
    "postgresql": "PostgreSQL",
    "sqlite": "SQLite",
}


class SqlStore:
    """A database, its tables and what its adapters are made from.

    Attributes:
        name: the database's name for reports: `SQLite`, `PostgreSQL`.
        adapter: the callable that makes an adapter.
        commits: whether the store commits what an adapter leaves open.
        concurrent: whether two open adapters have a connection each, so that writers can race.
        processes: whether they may be in two processes.
        disposable: whether rows that were there before the first use may be deleted.
        migrated_by: makes the tables in the place of `create_all`, given the engine; None where nothing does.
        remote: whether the database is a server, so that its connections can be led through a proxy that cuts them.
    """

    _engine: Any
    _maker: type[Any]
    _session_class: type[Any]
    _session: Callable[[], Any]
    _scoped_session: Callable[[], Any]
    _session_factory: Callable[[], Any]
    _connection: Callable[[], Any]

    def __init__(
        self,
        engine: Engine,
        *,
        metadata: MetaData,
        adapter: Callable[..., Any],
        commit: bool,
        disposable: bool,
        migrated_by: Callable[[Any], object] | None,
        sessions: Any | None,
    ) -> None:
        self.name: str = _NAMES.get(engine.dialect.name, engine.dialect.name)
        self.concurrent = not isinstance(engine.pool, StaticPool | SingletonThreadPool)
        self.processes = self.concurrent
        self.remote = is_remote(engine)
        self._tables = Tables(metadata, disposable=disposable)
        self._wiring = read_wiring(adapter)
        self.adapter = adapter
        self.commits = commit
        self.disposable = disposable
        self.migrated_by = migrated_by
        self._ready = False
        self._sync_engine = engine
        self._sessions = sessions
        _refuse_engine_commit(self._wiring, commit=commit)

    def failing(
        self, statement: int | None = None, *, commit: int | None = None
    ) -> AbstractContextManager[sql.SqlFault]:
        """Make the nth statement, or the nth commit, fail; see `dovetail.faults.sql.failing`."""
        return sql.failing(self._sync_engine, statement, commit=commit)

    def failing_connection(self, number: int) -> AbstractContextManager[sql.SqlFault]:
        """Make the nth attempt to get a connection fail; see `dovetail.faults.sql_units`."""
        return sql_units.failing_connection(self._sync_engine, number)

    def failing_flush(self, number: int) -> AbstractContextManager[sql.SqlFault]:
        """Make the nth flush of a session fail; see `dovetail.faults.sql_units`."""
        return sql_units.failing_flush(self._sync_engine, number)

    def failing_rollback(self, number: int) -> AbstractContextManager[sql.SqlFault]:
        """Make the nth rollback fail; see `dovetail.faults.sql_units`."""
        return sql_units.failing_rollback(self._sync_engine, number)

    def losing_reply(self, commit: int) -> AbstractContextManager[sql.SqlFault]:
        """Let the nth commit succeed, and lose its answer; see `dovetail.faults.sql_units`."""
        return sql_units.losing_reply(self._sync_engine, commit)

    def connections(self) -> AbstractContextManager[sql_units.Connections]:
        """Count the connections that are taken out of the pool and given back; see `dovetail.faults.sql_units`."""
        return sql_units.counting_connections(self._sync_engine)

    def transactions(self) -> AbstractContextManager[sql_transactions.Transactions]:
        """Count the transactions that are begun and ended; see `dovetail.faults.sql_transactions`."""
        return sql_transactions.counting_transactions(self._sync_engine)

    def statements(self) -> AbstractContextManager[list[str]]:
        """Note the statements that are sent; see `dovetail.faults.sql_units`."""
        return sql_units.counting_statements(self._sync_engine)

    @property
    def lends_connection(self) -> bool:
        """Whether the store itself opens a connection for each adapter."""
        return self._wiring.resource is Resource.CONNECTION

    def unreachable(self) -> AbstractContextManager[sql.SqlFault]:
        """Make everything that is sent fail, and new connections too."""
        return sql.unreachable(self._sync_engine)

    def pausing(self, number: int) -> AbstractContextManager[Pause]:
        """Hold a client up before the nth statement or commit it sends; see `dovetail.faults.sql_pausing`."""
        return pausing(self._sync_engine, number)

    def _opened(self) -> Any:
        """Opens what an adapter is made from: a context manager, async where the store is."""
        opening: dict[Resource, Callable[[], Any]] = {
            Resource.SESSION: self._session,
            Resource.SCOPED: self._scoped_session,
            Resource.FACTORY: self._session_factory,
            Resource.CONNECTION: self._connection,
            Resource.ENGINE: lambda: nullcontext(self._engine),
        }
        return opening[self._wiring.resource]()

    def _new_session(self) -> Any:
        """A session like the application's. A sessionmaker makes a class first, which costs more than the session."""
        kind, options = self._session_like()
        return kind(**options)

    def _factory(self, kind: type[Any] | None = None) -> Any:
        """A sessionmaker like the application's."""
        class_, options = self._session_like()
        return (kind or self._maker)(class_=class_, **options)

    def _session_like(self) -> tuple[type[Any], dict[str, Any]]:
        """The class of the application's sessions, and their options, bound to the store's engine."""
        if self._sessions is None:
            return self._wiring.session_class or self._session_class, {"bind": self._engine}
        return self._sessions.class_, {**self._sessions.kw, "bind": self._engine}

    def _make_tables(self, connection: Connection) -> None:
        _refuse_private_memory(connection)
        if self.migrated_by is None:
            self._tables.create(connection)
        elif not self.disposable:
            self._tables.claim(connection)


def require(value: object, kind: type[Any], remedy: str) -> None:
    """Refuse an argument of another kind.

    Raises:
        ContractError: with `remedy`.
    """
    if not isinstance(value, kind):
        raise ContractError(f"{value!r} is not a {kind.__name__}", remedy)


@contextmanager
def reaching(engine: Engine) -> Iterator[None]:
    """Say which database could not be reached, without its password, when opening a connection fails."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        raise ContractError(
            f"the database {engine.url!r} cannot be reached: {cause}",
            "start it, or change the URL of the engine that the store is given",
        ) from error


@contextmanager
def preparing(aggregate: object) -> Iterator[None]:
    """Say what to do when `prepare` puts in what is there already."""
    try:
        yield
    except IntegrityError as error:
        raise ContractError(
            f"prepare cannot put in what {aggregate!r} refers to: {error.orig}",
            "it may be there already, for another aggregate: session.merge(...) instead of session.add(...)",
        ) from error


class Remembered(WeakSet[Any]):
    """The sessions that a factory made for an adapter, so that what it leaves open can be closed."""

    def by(self, factory: type[Any]) -> type[Any]:
        """A kind of `factory` (sessionmaker, async_sessionmaker) that adds here each session it makes."""
        remembered = self

        def make(self: Any, **options: Any) -> Any:
            session = factory.__call__(self, **options)
            remembered.add(session)
            return session

        return type(factory.__name__, (factory,), {"__call__": make})


def _refuse_engine_commit(wiring: Wiring, *, commit: bool) -> None:
    if commit and wiring.resource is Resource.ENGINE:
        raise ContractError(
            f"commit=True has nothing to commit: {wiring.name} takes an engine and opens connections of its own",
            "leave out commit=True, and let the adapter commit",
        )


def _refuse_private_memory(connection: Connection) -> None:
    """Refuse an engine that gives every connection an empty SQLite database of its own."""
    engine = connection.engine
    if engine.dialect.name != "sqlite" or isinstance(engine.pool, StaticPool | SingletonThreadPool):
        return
    _, _, file = connection.exec_driver_sql("PRAGMA database_list").fetchall()[0]
    shared = "cache=shared" in str(engine.url) and not isinstance(engine.pool, NullPool)
    if not file and not shared:
        raise ContractError(
            f"with {type(engine.pool).__name__} every connection to {engine.url} has an empty database of its own",
            'create_engine("sqlite://", poolclass=StaticPool)',
        )

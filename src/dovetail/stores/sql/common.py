"""What the sync and the async SQL store have in common."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, SingletonThreadPool, StaticPool

from dovetail.errors import ContractError
from dovetail.stores.sql.wiring import Resource, Wiring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

_NAMES = {
    "mariadb": "MariaDB",
    "mssql": "SQL Server",
    "mysql": "MySQL",
    "oracle": "Oracle",
    "postgresql": "PostgreSQL",
    "sqlite": "SQLite",
}


def require(value: object, kind: type[Any], remedy: str) -> None:
    """Refuse an argument of another kind.

    Raises:
        ContractError: with `remedy`.
    """
    if not isinstance(value, kind):
        raise ContractError(f"{value!r} is not a {kind.__name__}", remedy)


def dialect_name(engine: Engine) -> str:
    """The database's name as reports write it."""
    return _NAMES.get(engine.dialect.name, engine.dialect.name)


def is_concurrent(engine: Engine) -> bool:
    """Whether two clients of this engine have a connection each."""
    return not isinstance(engine.pool, StaticPool | SingletonThreadPool)


@contextmanager
def reachable(engine: Engine) -> Iterator[None]:
    """Say which database could not be reached, without its password, when opening a connection fails."""
    try:
        yield
    except (DBAPIError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        url = engine.url.render_as_string(hide_password=True)
        raise ContractError(
            f"the database {url} cannot be reached: {cause}",
            "start it, or change the URL of the engine that the store is given",
        ) from error


def refuse_private_memory(connection: Connection) -> None:
    """Refuse an engine that gives every connection an empty SQLite database of its own.

    Raises:
        ContractError: with the pool class to set.
    """
    engine = connection.engine
    if engine.dialect.name != "sqlite" or not is_concurrent(engine):
        return
    _, _, file = connection.exec_driver_sql("PRAGMA database_list").fetchall()[0]
    shared = "cache=shared" in str(engine.url) and not isinstance(engine.pool, NullPool)
    if not file and not shared:
        raise ContractError(
            f"with {type(engine.pool).__name__} every connection to {engine.url} has an empty database of its own",
            'create_engine("sqlite://", poolclass=StaticPool)',
        )


def refuse_engine_commit(wiring: Wiring, *, commit: bool) -> None:
    """Refuse `commit=True` for an adapter that opens its own connections.

    Raises:
        ContractError: where nothing that the store opens could be committed.
    """
    if commit and wiring.resource is Resource.ENGINE:
        raise ContractError(
            f"commit=True has nothing to commit: {wiring.name} takes an engine and opens connections of its own",
            "leave out commit=True, and let the adapter commit",
        )


class Remembered(WeakSet[Any]):
    """The sessions that a factory made for an adapter, so that what it leaves open can be closed."""

    def by(self, factory: type[Any]) -> type[Any]:
        """A kind of `factory` (sessionmaker, async_sessionmaker) that adds here each session it makes."""
        made = self

        def remember(self: Any, **options: Any) -> Any:
            session = factory.__call__(self, **options)
            made.add(session)
            return session

        return type(factory.__name__, (factory,), {"__call__": remember})

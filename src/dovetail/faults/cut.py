"""Cut the connection to a real database server while an adapter is talking to it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from dovetail.errors import ContractError
from dovetail.faults.proxy import TcpProxy
from dovetail.faults.sql import SqlFault, nth, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}


def is_remote(engine: Engine) -> bool:
    """Whether the engine talks to a server over a connection that can be cut."""
    return engine.dialect.name in _PORTS


@contextmanager
def cutting(engine: Engine, statement: int | None = None, *, commit: int | None = None) -> Iterator[SqlFault]:
    """Cut every connection of an engine just before one statement or one commit is sent.

    New connections work. The engine's idle connections are closed before and after.

    Args:
        engine: the engine that the adapter uses.
        statement: the number of the statement that meets a cut connection, from 1.
        commit: the number of the commit that does.

    Raises:
        ContractError: where the engine's connections cannot be led through a proxy.
    """
    with TcpProxy(_server(engine)) as proxy, _rerouted(engine, proxy):
        engine.dispose()
        try:
            with engine.connect():
                _require_a_connection(proxy, engine)
            with _armed(engine, proxy, statement, commit) as fault:
                yield fault
        finally:
            engine.dispose()


@asynccontextmanager
async def async_cutting(
    engine: AsyncEngine, statement: int | None = None, *, commit: int | None = None
) -> AsyncIterator[SqlFault]:
    """As `cutting`, for an async engine."""
    with TcpProxy(_server(engine.sync_engine)) as proxy, _rerouted(engine.sync_engine, proxy):
        await engine.dispose()
        try:
            async with engine.connect():
                _require_a_connection(proxy, engine.sync_engine)
            with _armed(engine.sync_engine, proxy, statement, commit) as fault:
                yield fault
        finally:
            await engine.dispose()


@contextmanager
def _armed(engine: Engine, proxy: TcpProxy, statement: int | None, commit: int | None) -> Iterator[SqlFault]:
    fault = SqlFault()

    def cut(_: Any) -> None:
        proxy.cut()

    with watching(engine, fault, before_statement=nth(fault, statement, cut), before_commit=nth(fault, commit, cut)):
        yield fault


@contextmanager
def _rerouted(engine: Engine, proxy: TcpProxy) -> Iterator[None]:
    """Lead the engine's new connections through the proxy."""

    def lead(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        # Not by changing the options, which SQLAlchemy 1.4 would keep.
        return dialect.connect(*arguments, **{**options, "host": proxy.host, "port": proxy.port})

    event.listen(engine, "do_connect", lead)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", lead)


def _server(engine: Engine) -> tuple[str, int] | str:
    """Where the engine's server listens."""
    _, options = engine.dialect.create_connect_args(engine.url)
    host, port = options.get("host") or "localhost", options.get("port") or _PORTS.get(engine.dialect.name)
    if not isinstance(host, str) or "," in host or port is None:
        raise _cannot_cut(engine)
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, int(port))


def _require_a_connection(proxy: TcpProxy, engine: Engine) -> None:
    if not proxy.connections:
        raise _cannot_cut(engine)


def _cannot_cut(engine: Engine) -> ContractError:
    return ContractError(
        f"the connections of {engine.url!r} cannot be led through a proxy that cuts them",
        "give the host and port of one server in the URL of create_engine, and no creator=",
    )

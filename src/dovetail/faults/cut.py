"""Cut the connection to a real database server while an adapter is talking to it."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from dovetail.errors import ContractError
from dovetail.faults.proxy import TcpProxy
from dovetail.faults.sql import SqlFault, listening, nth, watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from sqlalchemy import Engine
    from sqlalchemy.ext.asyncio import AsyncEngine

_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}


def is_remote(engine: Engine) -> bool:
    """Whether the engine talks to one server, over a connection that may well be led through a proxy."""
    return engine.dialect.name in _PORTS and _address(engine) is not None


@contextmanager
def proxied(engine: Engine) -> Iterator[SqlProxy]:
    """Lead the new connections of an engine through a proxy; idle ones are closed before and after.

    Raises:
        ContractError: where the engine's connections cannot be led through a proxy.
    """
    with SqlProxy(engine) as proxy, _rerouted(engine, proxy):
        engine.dispose()
        try:
            with _refusing_failures(engine), engine.connect():
                _require_a_connection(proxy, engine)
            yield proxy
        finally:
            engine.dispose()


@asynccontextmanager
async def async_proxied(engine: AsyncEngine) -> AsyncIterator[SqlProxy]:
    with SqlProxy(engine.sync_engine) as proxy, _rerouted(engine.sync_engine, proxy):
        await engine.dispose()
        try:
            with _refusing_failures(engine.sync_engine):
                async with engine.connect():
                    _require_a_connection(proxy, engine.sync_engine)
            yield proxy
        finally:
            await engine.dispose()


class SqlProxy(TcpProxy):
    """A proxy before the server of an engine."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(_server(engine))
        self._engine = engine

    @contextmanager
    def cutting(self, statement: int | None = None, *, commit: int | None = None) -> Iterator[SqlFault]:
        """Cut every connection just before one statement or one commit is sent; new connections work.

        Args:
            statement: the number of the statement that meets a cut connection, from 1.
            commit: the number of the commit that does.
        """
        fault = SqlFault()

        def cut(_: Any) -> None:
            self.cut()

        strikes = {"before_statement": nth(fault, statement, cut), "before_commit": nth(fault, commit, cut)}
        with watching(self._engine, fault, **strikes):
            yield fault


@contextmanager
def _rerouted(engine: Engine, proxy: TcpProxy) -> Iterator[None]:
    """Lead the engine's new connections through the proxy."""

    def lead(dialect: Any, _record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
        # Not by changing the options, which SQLAlchemy 1.4 would keep.
        return dialect.connect(*arguments, **{**options, "host": proxy.host, "port": proxy.port})

    with listening(engine, do_connect=lead):
        yield


def _server(engine: Engine) -> tuple[str, int] | str:
    """Where the engine's server listens."""
    address = _address(engine)
    if address is None:
        raise _cannot_cut(engine)
    return address


def _address(engine: Engine) -> tuple[str, int] | str | None:
    _, options = engine.dialect.create_connect_args(engine.url)
    host, port = options.get("host") or "localhost", options.get("port") or _PORTS.get(engine.dialect.name)
    if not isinstance(host, str) or "," in host or port is None:
        return None
    return f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, int(port))


@contextmanager
def _refusing_failures(engine: Engine) -> Iterator[None]:
    """Say that the proxy cannot be used, where no connection comes about through it.

    A server may be asked for a certificate with its own name, which the proxy's address is not.
    """
    try:
        yield
    except (DBAPIError, OSError) as error:
        raise _cannot_cut(engine) from error


def _require_a_connection(proxy: TcpProxy, engine: Engine) -> None:
    if not proxy.connections:
        raise _cannot_cut(engine)


def _cannot_cut(engine: Engine) -> ContractError:
    return ContractError(
        f"the connections of {engine.url!r} cannot be led through a proxy that cuts them",
        "give the host and port of one server in the URL of create_engine, and no creator=",
    )

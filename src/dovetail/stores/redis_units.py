"""A Redis store whose connections go through a proxy, so that it can fail in the middle of a unit of work."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any

from dovetail.faults import redis_units

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from contextlib import AbstractContextManager

    from dovetail.faults.pause import Pause
    from dovetail.faults.redis import RedisFault, RedisProxy


class _Proxied:
    """What fails in a unit of work, for both stores; all else is the store's own."""

    remote = False  # its connections go through a proxy already
    lends_connection = False  # an adapter is given the client

    def __init__(self, store: Any) -> None:
        self._store = store
        self._context: Any = None
        self._proxy: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @property
    def proxy(self) -> RedisProxy:
        """The proxy, once something is connected through it."""
        proxy: RedisProxy = self._proxy
        return proxy

    def failing(self, command: int | None = None, *, commit: int | None = None) -> AbstractContextManager[RedisFault]:
        """Let the server refuse a command, or discard a transaction; see `dovetail.faults.redis_units`."""
        return redis_units.failing(self.proxy, command, commit=commit)

    def failing_rollback(self, number: int) -> AbstractContextManager[RedisFault]:
        """Lose the connection before the nth DISCARD or UNWATCH."""
        return redis_units.failing_rollback(self.proxy, number)

    def losing_reply(self, commit: int) -> AbstractContextManager[RedisFault]:
        """Lose the answer of the nth EXEC, which is executed."""
        return redis_units.losing_reply(self.proxy, commit)

    def unreachable(self) -> AbstractContextManager[RedisFault]:
        """Lose every connection over which something is sent."""
        return redis_units.unreachable(self.proxy)

    def pausing(self, number: int) -> AbstractContextManager[Pause]:
        """Hold a client up before the nth command that it sends."""
        return self.proxy.pausing(number)

    def transactions(self) -> AbstractContextManager[redis_units.RedisTransactions]:
        """Count the transactions that are begun and ended."""
        return redis_units.counting_transactions(self.proxy)

    @contextmanager
    def connections(self) -> Iterator[redis_units.RedisConnections]:
        """Count the connections that the client has of its pool."""
        yield redis_units.RedisConnections(self.proxy)


class ProxiedRedisStore(_Proxied):
    """A `RedisStore` that can fail in the middle of a unit of work."""

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """Open an adapter over the client, whose connections go through the proxy."""
        self._start_proxy()
        with self._store.connect() as adapter:
            yield adapter

    def clear(self) -> None:
        self._start_proxy()
        self._store.clear()

    def close(self) -> None:
        self._store.close()
        context, self._context, self._proxy = self._context, None, None
        if context is not None:
            context.__exit__(None, None, None)

    def forget_connections(self) -> None:
        """Close the connections that a relay has left that died."""
        self._client.connection_pool.disconnect()

    def _start_proxy(self) -> None:
        if self._context is None:
            context = self._store.proxied()
            self._proxy, self._context = context.__enter__(), context


class AsyncProxiedRedisStore(_Proxied):
    """An `AsyncRedisStore` that can fail in the middle of a unit of work."""

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Any]:
        """Open an adapter over the client, whose connections go through the proxy."""
        await self._start_proxy()
        async with self._store.connect() as adapter:
            yield adapter

    async def clear(self) -> None:
        await self._start_proxy()
        await self._store.clear()

    async def close(self) -> None:
        await self._store.close()
        context, self._context, self._proxy = self._context, None, None
        if context is not None:
            await context.__aexit__(None, None, None)

    async def forget_connections(self) -> None:
        """Close the connections that a relay has left that died."""
        await self._client.connection_pool.disconnect()

    async def _start_proxy(self) -> None:
        if self._context is None:
            context = self._store.proxied()
            self._proxy, self._context = await context.__aenter__(), context

"""Stores in a Redis database, for sync and async ports."""

from __future__ import annotations

import re
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakSet

import redis
import redis.asyncio

from dovetail.errors import ContractError
from dovetail.faults.redis import async_proxied, can_be_proxied, proxied
from dovetail.faults.redis_trips import counting_trips
from dovetail.stores.redis_units import AsyncProxiedRedisStore, ProxiedRedisStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

    from dovetail.faults.redis import RedisProxy

AdapterT = TypeVar("AdapterT")

# Clients whose database was empty when dovetail first saw it: what is in it since is a test's, and may be deleted.
_SCRATCH: WeakSet[Any] = WeakSet()
_BATCH = 500


class _Keys(Generic[AdapterT]):
    """Whose keys may be deleted, and what an adapter is made from; shared by both stores."""

    name = "Redis"
    concurrent = True
    processes = True

    def __init__(self, client: Any, adapter: Callable[[Any], AdapterT], prefix: str | None) -> None:
        self._client = client
        self.adapter = adapter
        self._pattern = _pattern(prefix) if prefix else None
        self._ready = False

    @property
    def remote(self) -> bool:
        """Whether the client's connections can be led through a proxy that cuts them."""
        return can_be_proxied(self._client)

    def statements(self) -> AbstractContextManager[list[str]]:
        """Note each trip to a server; see `dovetail.faults.redis_trips`."""
        return counting_trips()

    def _claim(self, size: int) -> None:
        """Note that what comes into a database of `size` keys may be deleted, or refuse to."""
        if self._pattern is None and self._client not in _SCRATCH:
            if size:
                raise ContractError(
                    f"refusing to empty a Redis database that already holds keys ({size})",
                    f"give the client of a scratch database, or {type(self).__name__}(..., prefix='orders:')",
                )
            _SCRATCH.add(self._client)
        self._ready = True


class RedisStore(_Keys[AdapterT]):
    """A Redis database, for sync ports.

    Args:
        client: a client of a scratch database, or of any database where `prefix` is given.
        adapter: a callable that makes the adapter from the client.
        prefix: what the adapter's keys begin with; only keys that do are ever deleted.

    Raises:
        ContractError: for an async client; on first use, where the database cannot be reached, or holds keys and no
            prefix was given.
    """

    def __init__(self, client: redis.Redis, *, adapter: Callable[[Any], AdapterT], prefix: str | None = None) -> None:
        _require(client, asynchronous=False)
        super().__init__(client, adapter, prefix)

    @contextmanager
    def connect(self) -> Iterator[AdapterT]:
        """Open an adapter over the client."""
        self._make_ready()
        yield self.adapter(self._client)

    def clear(self) -> None:
        """Delete the keys that begin with the prefix, or all where there is none."""
        self._make_ready()
        if self._pattern is None:
            self._client.flushdb()
        elif keys := list(self._client.scan_iter(self._pattern, count=_BATCH)):
            self._client.unlink(*keys)

    def advance(self, seconds: float) -> None:
        """Let time pass for the store's keys: each has so much less of its lifetime left, and what has none is gone."""
        for key in list(self._client.scan_iter(self._pattern, count=_BATCH)):
            left = self._client.pttl(key)
            if left >= 0:  # -1 says that it lives for ever
                _shortened(self._client, key, left, seconds)

    def close(self) -> None:
        """Leave nothing behind: called when a test is over."""
        if self._ready:
            self.clear()

    def proxied(self) -> AbstractContextManager[RedisProxy]:
        """Lead the client's new connections through a proxy that can cut them; see `dovetail.faults.redis`."""
        return proxied(self._client)

    def of_units(self) -> RedisStore[AdapterT] | ProxiedRedisStore:
        """The store as units of work need it: it can fail inside of one, where a proxy can be put before the server."""
        return ProxiedRedisStore(self) if self.remote else self

    def _make_ready(self) -> None:
        if not self._ready:
            try:
                size = self._client.dbsize()
            except (redis.ConnectionError, OSError) as error:
                raise _unreachable(error) from error
            self._claim(size)


class AsyncRedisStore(_Keys[AdapterT]):
    """A Redis database, for async ports.

    Args:
        client: an async client of a scratch database, or of any database where `prefix` is given.
        adapter: a callable that makes the adapter from the client.
        prefix: what the adapter's keys begin with; only keys that do are ever deleted.

    Raises:
        ContractError: for a sync client; on first use, where the database cannot be reached, or holds keys and no
            prefix was given.
    """

    def __init__(
        self, client: redis.asyncio.Redis, *, adapter: Callable[[Any], AdapterT], prefix: str | None = None
    ) -> None:
        _require(client, asynchronous=True)
        super().__init__(client, adapter, prefix)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AdapterT]:
        """Open an adapter over the client."""
        await self._make_ready()
        yield self.adapter(self._client)

    async def clear(self) -> None:
        """Delete the keys that begin with the prefix, or all where there is none."""
        await self._make_ready()
        if self._pattern is None:
            await self._client.flushdb()
        elif keys := [key async for key in self._client.scan_iter(self._pattern, count=_BATCH)]:
            await self._client.unlink(*keys)

    async def advance(self, seconds: float) -> None:
        """As `RedisStore.advance`."""
        for key in [each async for each in self._client.scan_iter(self._pattern, count=_BATCH)]:
            left = await self._client.pttl(key)
            if left >= 0:
                await _shortened(self._client, key, left, seconds)

    async def close(self) -> None:
        """Leave nothing behind: called when a test is over, in the event loop that the connections belong to."""
        if self._ready:
            await self.clear()
        await self._client.connection_pool.disconnect()

    async def forget_connections(self) -> None:
        """Close the connections that the client keeps ready: another process may not use them."""
        await self._client.connection_pool.disconnect()

    def proxied(self) -> AbstractAsyncContextManager[RedisProxy]:
        """Lead the client's new connections through a proxy that can cut them; see `dovetail.faults.redis`."""
        return async_proxied(self._client)

    def of_units(self) -> AsyncRedisStore[AdapterT] | AsyncProxiedRedisStore:
        """As `RedisStore.of_units`."""
        return AsyncProxiedRedisStore(self) if self.remote else self

    async def _make_ready(self) -> None:
        if not self._ready:
            try:
                size = await self._client.dbsize()
            except (redis.ConnectionError, OSError) as error:
                raise _unreachable(error) from error
            self._claim(size)


def _shortened(client: Any, key: Any, left: int, seconds: float) -> Any:
    """Take time from a key's lifetime, of which so many milliseconds are left; to be awaited where the client is."""
    rest = int(left - 1000 * seconds)
    return client.pexpire(key, rest) if rest > 0 else client.delete(key)


def _require(client: object, *, asynchronous: bool) -> None:
    if isinstance(client, redis.asyncio.Redis) is not asynchronous:
        colour, other = ("an async", "RedisStore") if asynchronous else ("a sync", "AsyncRedisStore")
        given = f"{type(client).__module__}.{type(client).__qualname__}"  # its repr may hold a password
        raise ContractError(f"{given} is not {colour} client", f"{other}(client, ...)")


def _unreachable(error: Exception) -> ContractError:
    remedy = "start it, or change the URL of the client that the store is given"
    return ContractError(f"the Redis server cannot be reached: {error}", remedy)


def _pattern(prefix: str) -> str:
    """A pattern for SCAN that matches the keys with this prefix, to the letter."""
    return re.sub(r"([*?\[\]\\^-])", r"\\\1", prefix) + "*"

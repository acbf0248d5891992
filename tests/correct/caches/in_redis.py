"""Caches in Redis, sync and async: pickled values beside plain numbers, a prefix for each namespace."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any, Protocol

import redis
import redis.asyncio

from dovetail import CacheContract, raises
from dovetail.stores import AsyncRedisStore, RedisStore


class CacheUnavailable(Exception):
    """The server cannot be reached."""


class Cache(Protocol):
    def get(self, key: str, default: Any = None) -> Any: ...
    def set(self, key: str, value: Any, timeout: float | timedelta | None = None) -> None: ...
    def add(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool: ...
    def replace(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool: ...
    def delete(self, key: str) -> bool: ...
    def incr(self, key: str, delta: int = 1) -> int: ...
    def clear(self) -> None: ...


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise CacheUnavailable from error


def packed(value: Any) -> Any:
    return value if type(value) is int and abs(value) < 2**63 else b"p" + pickle.dumps(value)


def unpacked(data: bytes | None, default: Any) -> Any:
    if data is None:
        return default
    if data[:1] != b"p":
        return int(data)
    try:
        return pickle.loads(data[1:])
    except Exception:
        return default


def milliseconds(timeout: float | timedelta | None) -> int | None:
    if timeout is None:
        return None
    return int((timeout.total_seconds() if isinstance(timeout, timedelta) else timeout) * 1000)


class RedisCache:
    def __init__(self, client: Any, prefix: str = "cache") -> None:
        self.client = client
        self.prefix = prefix

    def get(self, key: str, default: Any = None) -> Any:
        with translated():
            return unpacked(self.client.get(self.name(key)), default)

    def set(self, key: str, value: Any, timeout: float | timedelta | None = None) -> None:
        left = milliseconds(timeout)
        with translated():
            if left is not None and left <= 0:
                self.client.delete(self.name(key))
            else:
                self.client.set(self.name(key), packed(value), px=left)

    def add(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool:
        with translated():
            return bool(self.client.set(self.name(key), packed(value), px=milliseconds(timeout), nx=True))

    def replace(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool:
        with translated():
            return bool(self.client.set(self.name(key), packed(value), px=milliseconds(timeout), xx=True))

    def delete(self, key: str) -> bool:
        with translated():
            return bool(self.client.delete(self.name(key)))

    def incr(self, key: str, delta: int = 1) -> int:
        with translated():
            return int(self.client.incrby(self.name(key), delta))

    def clear(self) -> None:
        with translated():
            for name in self.client.scan_iter(f"{self.prefix}:*"):
                self.client.delete(name)

    def name(self, key: str) -> str:
        return f"{self.prefix}:{key}"


class RedisCacheContract(CacheContract):
    port = Cache
    copies = "value"
    default_ttl = "forever"
    none_ttl = "forever"
    zero_ttl = "gone"
    negative_ttl = "gone"
    failure = raises(CacheUnavailable)
    namespaces = lambda cache, name: type(cache)(cache.client, prefix=name)
    damage = [
        lambda cache, key: cache.client.set(cache.name(key), b"p\x80\x05garbage"),
        lambda cache, key: cache.client.set(cache.name(key), b"pcnowhere\nGone\n."),
    ]


contract = RedisCacheContract
needs = "redis_url"


def store(adapter: Any, url: str) -> RedisStore[Any]:
    return RedisStore(redis.Redis.from_url(url), adapter=adapter)


class TestRedisCache(RedisCacheContract):
    held = RedisCache


class AsyncCache(Protocol):
    async def get(self, key: str) -> bytes | None: ...
    async def setex(self, key: str, ttl_ms: int, value: bytes) -> None: ...
    async def setnx(self, key: str, value: bytes) -> bool: ...
    async def invalidate(self, key: str) -> None: ...
    async def expire(self, key: str, ttl_ms: int) -> bool: ...


class AsyncRedisCache:
    def __init__(self, client: Any) -> None:
        self.client = client

    @asynccontextmanager
    async def translated(self) -> AsyncIterator[None]:
        try:
            yield
        except redis.RedisError as error:
            raise CacheUnavailable from error

    async def get(self, key: str) -> bytes | None:
        async with self.translated():
            found: bytes | None = await self.client.get(key)
            return found

    async def setex(self, key: str, ttl_ms: int, value: bytes) -> None:
        if ttl_ms <= 0:
            raise ValueError(ttl_ms)
        async with self.translated():
            await self.client.set(key, value, px=ttl_ms)

    async def setnx(self, key: str, value: bytes) -> bool:
        async with self.translated():
            return bool(await self.client.set(key, value, nx=True))

    async def invalidate(self, key: str) -> None:
        async with self.translated():
            await self.client.delete(key)

    async def expire(self, key: str, ttl_ms: int) -> bool:
        async with self.translated():
            return bool(await self.client.pexpire(key, ttl_ms))


class AsyncRedisCacheContract(CacheContract):
    port = AsyncCache
    failure = raises(CacheUnavailable)
    zero_ttl = raises(ValueError)
    negative_ttl = raises(ValueError)


def async_store(adapter: Any, url: str) -> AsyncRedisStore[Any]:
    return AsyncRedisStore(redis.asyncio.Redis.from_url(url), adapter=adapter)


class TestAsyncRedisCache(AsyncRedisCacheContract):
    held = AsyncRedisCache
    opened = staticmethod(async_store)

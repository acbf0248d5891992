"""A Redis store deletes the keys of tests, and nobody else's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import redis
import redis.asyncio
from redis.backoff import NoBackoff

from dovetail.errors import ContractError
from dovetail.stores import AsyncRedisStore, AsyncStore, RedisStore, Store

if TYPE_CHECKING:
    from collections.abc import Iterator


NO_RETRY = redis.retry.Retry(NoBackoff(), 0)
NO_ASYNC_RETRY = redis.asyncio.retry.Retry(NoBackoff(), 0)


class Shelf:
    """An adapter over a client of either colour."""

    def __init__(self, client: Any) -> None:
        self.client = client


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """A client of an empty database."""
    with redis.Redis.from_url(redis_url) as client:
        yield client


def test_adapters_share_the_data_until_it_is_cleared(client: redis.Redis) -> None:
    """Each is a new one."""
    store = RedisStore(client, adapter=Shelf)
    with store.connect() as first:
        first.client.set("k", "v")
    with store.connect() as second:
        assert second is not first
        assert second.client.get("k") == b"v"
    store.clear()
    assert client.dbsize() == 0


def test_refuses_a_database_that_holds_keys(client: redis.Redis) -> None:
    """They are still there afterwards."""
    client.set("mine", 1)
    store = RedisStore(client, adapter=Shelf)
    for use in (store.clear, store.connect().__enter__):
        with pytest.raises(ContractError, match="already holds keys"):
            use()
    store.close()
    assert client.get("mine") == b"1"


def test_a_prefix_bounds_what_is_deleted(client: redis.Redis) -> None:
    """Wildcards in it mean themselves; and it says nothing of a store without one."""
    client.mset({"mine": 1, "a*": 1, "a[1-2]*:x": 1, "a[1-2]*:y": 1, "a1:z": 1})
    store = RedisStore(client, adapter=Shelf, prefix="a[1-2]*:")
    store.clear()
    assert sorted(client.keys()) == [b"a*", b"a1:z", b"mine"]
    with pytest.raises(ContractError, match="already holds keys"):
        RedisStore(client, adapter=Shelf).clear()
    store.clear()
    client.mset({f"a[1-2]*:{number}": 1 for number in range(2000)})
    store.close()
    assert sorted(client.keys()) == [b"a*", b"a1:z", b"mine"]


def test_what_a_test_left_may_be_emptied_by_the_next(client: redis.Redis) -> None:
    """Once dovetail has seen the database empty, what is in it is its own."""
    with RedisStore(client, adapter=Shelf).connect() as shelf:
        shelf.client.set("k", "v")
    store = RedisStore(client, adapter=Shelf)
    store.clear()
    assert client.dbsize() == 0


def test_a_server_that_cannot_be_reached() -> None:
    """The error says so before any clause is judged."""
    for prefix in (None, "p:"):
        store = RedisStore(redis.Redis(port=1, retry=NO_RETRY), adapter=Shelf, prefix=prefix)
        with pytest.raises(ContractError, match="cannot be reached"):
            store.clear()


def test_async_store(redis_url: str) -> None:
    """The same, awaited; the client can go to another event loop after close."""
    client = redis.asyncio.Redis.from_url(redis_url)
    store = AsyncRedisStore(client, adapter=Shelf)

    async def use() -> bytes | None:
        async with store.connect() as first:
            await first.client.set("k", "v")
        async with store.connect() as second:
            found: bytes | None = await second.client.get("k")
        await store.clear()
        assert await client.dbsize() == 0
        await client.set("k", "v")
        await store.close()
        assert await client.dbsize() == 0
        await store.close()
        return found

    for _ in range(2):
        assert asyncio.run(use()) == b"v"


def test_async_store_refuses_and_bounds(redis_url: str, client: redis.Redis) -> None:
    """As the sync one does."""
    client.mset({"mine": 1, "a:1": 1})

    async def use() -> None:
        async with redis.asyncio.Redis.from_url(redis_url) as own:
            with pytest.raises(ContractError, match="already holds keys"):
                await AsyncRedisStore(own, adapter=Shelf).clear()
            await AsyncRedisStore(own, adapter=Shelf, prefix="a:").clear()
        with pytest.raises(ContractError, match="cannot be reached"):
            await AsyncRedisStore(redis.asyncio.Redis(port=1, retry=NO_ASYNC_RETRY), adapter=Shelf).clear()

    asyncio.run(use())
    assert client.keys() == [b"mine"]


def test_stores_and_clients_of_different_colours(client: redis.Redis) -> None:
    """Each names the other."""
    with pytest.raises(ContractError, match="AsyncRedisStore"):
        RedisStore(redis.asyncio.Redis(), adapter=Shelf)  # type: ignore[arg-type]
    with pytest.raises(ContractError, match=r"\bRedisStore"):
        AsyncRedisStore(client, adapter=Shelf)  # type: ignore[arg-type]


def test_are_stores_with_a_name(client: redis.Redis) -> None:
    """For reports."""
    store = RedisStore(client, adapter=Shelf)
    assert isinstance(store, Store)
    assert store.name == "Redis"
    assert isinstance(AsyncRedisStore(redis.asyncio.Redis(), adapter=Shelf), AsyncStore)


def test_a_server_can_be_led_through_a_proxy(client: redis.Redis) -> None:
    """Where it goes away, and comes back."""
    store = RedisStore(client, adapter=Shelf)
    assert store.remote
    assert not RedisStore(redis.Redis(ssl=True), adapter=Shelf).remote
    with store.connect() as shelf, store.proxied() as proxy:
        with proxy.cutting(1), pytest.raises(redis.ConnectionError):
            shelf.client.get("k")
        assert shelf.client.get("k") is None


def test_tells_of_each_trip_to_the_server(client: redis.Redis) -> None:
    """A pipeline is one; what a client sends when it connects is none."""
    store = RedisStore(client, adapter=Shelf)
    client.connection_pool.disconnect()
    with store.statements() as sent, store.connect() as shelf:
        shelf.client.set("k", "v")
        with shelf.client.pipeline() as pipe:
            pipe.get("k").get("k").execute()
    client.get("k")
    assert sent == ["DBSIZE", "SET", "MULTI, GET, GET, ..."]


def test_tells_of_each_trip_of_an_async_client(redis_url: str) -> None:
    """Likewise."""

    async def sent() -> list[str]:
        store = AsyncRedisStore(redis.asyncio.Redis.from_url(redis_url), adapter=Shelf)
        async with store.connect() as shelf:
            with store.statements() as sent:
                await shelf.client.mget(["k", "l"])
        await store.close()
        return sent

    assert asyncio.run(sent()) == ["MGET"]

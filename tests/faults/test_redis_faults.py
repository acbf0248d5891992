"""A Redis client loses its server before any of its commands, or waits there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
import redis.asyncio

from dovetail.errors import ContractError
from dovetail.faults.redis import async_proxied, can_be_proxied, end_of_command, name_of_command, proxied

Write = Callable[[redis.Redis], None]


@pytest.fixture
def client(redis_url: str) -> Iterator[redis.Redis]:
    """A client of an empty database."""
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        yield client


def one_by_one(client: redis.Redis) -> None:
    """Three commands, each on its own."""
    for key in "abc":
        client.set(key, 1)


def in_one_go(client: redis.Redis) -> None:
    """Three commands, sent together and carried out one by one."""
    with client.pipeline(transaction=False) as pipe:
        for key in "abc":
            pipe.set(key, 1)
        pipe.execute()


def in_a_transaction(client: redis.Redis) -> None:
    """Three commands between MULTI and EXEC."""
    with client.pipeline(transaction=True) as pipe:
        for key in "abc":
            pipe.set(key, 1)
        pipe.execute()


@pytest.mark.parametrize(("write", "commands"), [(one_by_one, 3), (in_one_go, 3), (in_a_transaction, 5)])
def test_the_server_is_gone_before_each_command_in_turn(
    client: redis.Redis, write: Callable[[redis.Redis], None], commands: int
) -> None:
    """What came before it is carried out, but for a transaction; and then the server is there again."""
    with proxied(client) as proxy:
        for number in range(1, commands + 1):
            with proxy.cutting(number) as fault:
                with pytest.raises(redis.ConnectionError):
                    write(client)
                with pytest.raises(redis.ConnectionError):
                    client.ping()
            assert fault.delivered
            kept = [] if write is in_a_transaction else list("abc")[: number - 1]
            assert sorted(client.keys()) == kept
            client.flushall()
        with proxy.cutting(commands + 1) as fault:
            write(client)
        assert (fault.commands, fault.delivered) == (commands, False)
    assert sorted(client.keys()) == ["a", "b", "c"]


def test_an_async_client_loses_its_server(redis_url: str) -> None:
    """The same, awaited."""

    async def run() -> list[str]:
        async with redis.asyncio.Redis.from_url(redis_url, decode_responses=True) as client:
            async with async_proxied(client) as proxy:
                with proxy.cutting(2) as fault:
                    await client.set("a", 1)
                    with pytest.raises(redis.ConnectionError):
                        await client.set("b", 1)
                assert fault.delivered
            found = await client.keys()
            return [str(key) for key in found]

    assert asyncio.run(run()) == ["a"]


def test_a_client_waits_before_a_command(client: redis.Redis) -> None:
    """Another one, over the same client's other connections, does not."""
    with proxied(client) as proxy, ThreadPoolExecutor(1) as pool, proxy.pausing(2) as pause:
        client.get("not counted before it begins")

        def begin_and_write() -> None:
            pause.begin()
            one_by_one(client)

        first = pool.submit(begin_and_write)
        deadline = time.monotonic() + 60
        while not pause.held:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        assert pause.about == "SET"
        assert client.keys() == ["a"]
        client.set("b", "of another")
        pause.go_on()
        first.result()
    assert client.mget("a", "b") == ["1", "1"]
    assert pause.next == 3


def test_the_client_is_as_it_was_afterwards(client: redis.Redis) -> None:
    """After an error of somebody else's too."""
    pool = client.connection_pool
    with proxied(client):
        assert client.connection_pool is not pool
    with pytest.raises(LookupError), proxied(client):
        raise LookupError
    assert client.connection_pool is pool
    assert client.ping()


@pytest.mark.parametrize(
    ("sent", "end", "name"),
    [
        (b"*1\r\n$4\r\nPING\r\nrest", 14, b"PING"),
        (b"*2\r\n$3\r\nGet\r\n$4\r\na\r\nb\r\n", 23, b"GET"),
        (b"*2\r\n$3\r\nGET\r\n$4\r\na\r\n", 0, b"GET"),
        (b"*2\r\n$3\r\nGET\r\n$", 0, b"GET"),
        (b"*2\r\n$3\r\nSET\r\n$0\r\n\r\n", 19, b"SET"),
        (b"*1", 0, b""),
        (b"", 0, b""),
        (b"ping now\r\n", 10, b"PING"),
    ],
)
def test_commands_are_told_apart(sent: bytes, end: int, name: bytes) -> None:
    """By their lengths, whatever is in them; one that is not all there has no end yet."""
    assert end_of_command(sent) == end
    if end:
        assert name_of_command(sent[:end]) == name


def test_what_cannot_be_led_through_a_proxy(client: redis.Redis) -> None:
    """Encrypted connections, and a client that keeps to one connection of its own."""
    assert can_be_proxied(client)
    encrypted = redis.Redis(ssl=True)
    assert not can_be_proxied(encrypted)
    with pytest.raises(ContractError, match="cannot be led through a proxy"), proxied(encrypted):
        pass
    single = redis.Redis(connection_pool=client.connection_pool, single_connection_client=True)
    with pytest.raises(ContractError, match="cannot be led through a proxy"), proxied(single):
        pass
    single.close()

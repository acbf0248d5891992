"""The connection to a real PostgreSQL ends in the middle of what an adapter does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from dovetail.errors import ContractError
from dovetail.faults.cut import async_proxied, is_remote, proxied

if TYPE_CHECKING:
    from collections.abc import Iterator

METADATA = sa.MetaData()
PAGES = sa.Table("pages", METADATA, sa.Column("number", sa.Integer, primary_key=True))


@pytest.fixture
def engine(postgres_url: str) -> Iterator[sa.Engine]:
    """An engine with an empty table."""
    engine = sa.create_engine(postgres_url)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


def write(engine: sa.Engine, *numbers: int) -> None:
    """One transaction, with a statement for each number."""
    with engine.begin() as connection:
        for number in numbers:
            connection.execute(PAGES.insert().values(number=number))


def pages(engine: sa.Engine) -> list[int]:
    """What is in the table."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(PAGES.c.number)))


def test_before_each_statement_in_turn(engine: sa.Engine) -> None:
    """The driver sees its connection end, nothing is written, and the engine goes on with a new one."""
    with proxied(engine) as proxy:
        for number in (1, 2):
            with proxy.cutting(number) as fault, pytest.raises(DBAPIError) as caught:
                write(engine, 1, 2)
            assert caught.value.connection_invalidated
            assert pages(engine) == []
            assert fault.delivered
        with proxy.cutting(3) as fault:
            write(engine, 1, 2)
    assert (fault.statements, fault.commits, fault.delivered) == (2, 1, False)
    assert pages(engine) == [1, 2]


def test_before_a_commit(engine: sa.Engine) -> None:
    """It is lost with its transaction."""
    with proxied(engine) as proxy, proxy.cutting(commit=2) as fault:
        write(engine, 1)
        with pytest.raises(DBAPIError):
            write(engine, 2)
    assert fault.delivered
    assert pages(engine) == [1]


def test_the_engine_is_led_back(engine: sa.Engine) -> None:
    """After a cut, and after an error of somebody else's, connections are direct again."""
    with proxied(engine):
        assert "host=127.0.0.1" in dsn(engine)
    assert "host=127.0.0.1" not in dsn(engine)
    with pytest.raises(LookupError), proxied(engine):
        raise LookupError
    assert "host=127.0.0.1" not in dsn(engine)


def dsn(engine: sa.Engine) -> str:
    """How the driver has connected."""
    with engine.connect() as connection:
        connected = connection.connection.driver_connection
        assert isinstance(connected, psycopg.Connection)
        return connected.info.dsn


async def write_async(engine: AsyncEngine, number: int) -> None:
    """One transaction with one statement."""
    async with engine.begin() as connection:
        await connection.execute(PAGES.insert().values(number=number))


@pytest.mark.parametrize("driver", ["asyncpg", "psycopg"])
def test_async_engines(postgres_url: str, driver: str) -> None:
    """The same, awaited."""

    async def run() -> list[int]:
        engine = create_async_engine(postgres_url.replace("psycopg", driver))
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
        async with async_proxied(engine) as proxy:
            with proxy.cutting(1) as fault, pytest.raises(DBAPIError) as caught:
                await write_async(engine, 1)
            assert caught.value.connection_invalidated
            assert fault.delivered
            await write_async(engine, 2)
        async with engine.connect() as connection:
            found = list(await connection.scalars(sa.select(PAGES.c.number)))
        await engine.dispose()
        return found

    assert asyncio.run(run()) == [2]


def test_what_cannot_be_led_through_a_proxy(postgres_url: str) -> None:
    """A database in a file, several hosts, and connections that somebody else makes."""
    libpq = postgres_url.replace("+psycopg", "")
    several = "postgresql+psycopg://me:secret@/shop?host=one:1&host=two:2"
    for engine in (
        sa.create_engine("sqlite://"),
        sa.create_engine(several),
        sa.create_engine(postgres_url, creator=lambda: psycopg.connect(libpq)),
    ):
        with pytest.raises(ContractError, match="cannot be led through a proxy") as caught, proxied(engine):
            pass
        assert "secret" not in str(caught.value)
        engine.dispose()


def test_is_remote(engine: sa.Engine) -> None:
    """Whether there is a connection to cut."""
    assert is_remote(engine)
    assert not is_remote(sa.create_engine("sqlite://"))

"""The servers that tests run on are real."""

from __future__ import annotations

import asyncio

import redis
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine


def test_postgres_is_a_recent_one_and_answers_both_drivers(postgres_url: str) -> None:
    """Sync through psycopg, async through asyncpg."""
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.dialect.server_version_info[0] >= 18
    engine.dispose()

    async def one() -> int:
        engine = create_async_engine(postgres_url.replace("+psycopg", "+asyncpg"))
        async with engine.connect() as connection:
            found = await connection.scalar(sa.text("SELECT 1"))
        await engine.dispose()
        return found

    assert asyncio.run(one()) == 1


def test_each_postgres_database_is_empty(postgres_url: str) -> None:
    """A test finds no table of another."""
    engine = sa.create_engine(postgres_url)
    assert sa.inspect(engine).get_table_names() == []
    sa.MetaData().create_all(engine)
    engine.dispose()


def test_redis_answers(redis_url: str) -> None:
    """And holds nothing."""
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        assert client.set("k", b"\x00v")
        assert client.get("k") == b"\x00v"

"""The servers that tests run on are real."""

from __future__ import annotations

import asyncio

import pytest
import redis
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine


def test_postgres_is_a_recent_one_and_answers_both_drivers(postgres_url: str) -> None:
    """Sync through psycopg, async through asyncpg."""
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        version: str = connection.scalar(sa.text("SHOW server_version")) or ""
        assert int(version.partition(".")[0]) >= 18
    engine.dispose()

    async def one() -> int:
        engine = create_async_engine(postgres_url.replace("+psycopg", "+asyncpg"))
        async with engine.connect() as connection:
            found: int = await connection.scalar(sa.text("SELECT 1")) or 0
        await engine.dispose()
        return found

    assert asyncio.run(one()) == 1


@pytest.mark.parametrize("_", range(2))
def test_each_test_finds_an_empty_database(postgres_url: str, sqlite_file: str, _: int) -> None:
    """It finds no table of another, and leaves one for the next to find."""
    for url in (postgres_url, sqlite_file):
        engine = sa.create_engine(url)
        assert sa.inspect(engine).get_table_names() == []
        assert "left_behind_too" not in sa.inspect(engine).get_schema_names()
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE left_behind (id INTEGER)"))
            if engine.dialect.name == "postgresql":
                connection.execute(sa.text("CREATE SCHEMA left_behind_too"))
        engine.dispose()


def test_redis_answers(redis_url: str) -> None:
    """And holds nothing."""
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        assert client.set("k", b"\x00v")
        assert client.get("k") == b"\x00v"

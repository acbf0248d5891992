"""Databases that last as long as one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

settings.register_profile("glance", max_examples=5)  # after every change of dovetail itself
settings.register_profile("quick", max_examples=30)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "shop.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{database}")
    event.listen(engine, "connect", survive_no_power_cut)
    yield engine
    engine.dispose()


@pytest.fixture
def async_engine(database: Path) -> AsyncEngine:
    engine = create_async_engine(f"sqlite+aiosqlite:///{database}", poolclass=NullPool)
    event.listen(engine.sync_engine, "connect", survive_no_power_cut)
    return engine


def survive_no_power_cut(connection: DBAPIConnection, _: object) -> None:
    """Let SQLite not wait for the disk: it is four times as fast, and a scratch database need not last."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()

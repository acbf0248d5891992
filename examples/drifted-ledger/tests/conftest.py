"""A database that lasts as long as one test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, settings
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

settings.register_profile("brief", max_examples=20)
settings.register_profile("unshrunk", max_examples=20, phases=[Phase.generate])  # told at once
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

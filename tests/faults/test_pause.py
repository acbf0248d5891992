"""One client waits in the middle of what it sends, and the other one runs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from dovetail.faults.pause import Pause
from dovetail.faults.sql_pausing import pausing

METADATA = sa.MetaData()
PAGES = sa.Table("pages", METADATA, sa.Column("number", sa.Integer, primary_key=True))


@pytest.fixture
def engine(sqlite_file: str) -> Iterator[sa.Engine]:
    """An engine with an empty table, whose connections lock each other out."""
    engine = sa.create_engine(sqlite_file, poolclass=NullPool)
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


def write(engine: sa.Engine, *numbers: int) -> None:
    """A transaction for each number, with a statement that reads before."""
    for number in numbers:
        with engine.begin() as connection:
            connection.execute(sa.select(PAGES)).all()
            connection.execute(PAGES.insert().values(number=number))


def begin_and_write(pause: Pause, engine: sa.Engine, *numbers: int) -> None:
    """What the client does that is to be held up."""
    pause.begin()
    write(engine, *numbers)


def pages(engine: sa.Engine) -> list[int]:
    """What is in the table."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(PAGES.c.number).order_by(PAGES.c.number)))


@pytest.mark.parametrize(
    ("number", "about", "stored"),
    [(1, "SELECT", []), (2, "INSERT", []), (4, "SELECT", [1]), (5, "INSERT", [1])],
)
def test_a_client_waits_before_what_it_sends(engine: sa.Engine, number: int, about: str, stored: list[int]) -> None:
    """All that it sent before is there, and nothing after; the other client is not counted."""
    with pausing(engine, number) as pause, ThreadPoolExecutor(1) as pool:
        client = pool.submit(begin_and_write, pause, engine, 1, 2)
        wait_for(pause, client.done)
        assert pause.held
        assert pause.about.startswith(about)
        assert pages(engine) == stored
        write(engine, 3)
        assert not pause.in_the_way
        pause.go_on()
    client.result()
    assert pages(engine) == [1, 2, 3]
    assert pause.next == number + 1


def test_who_waits_for_a_lock_is_told_apart(engine: sa.Engine) -> None:
    """Until the client that is held up has committed, another hold would show the same."""
    with pausing(engine, 3) as pause, ThreadPoolExecutor(2) as pool:
        client = pool.submit(begin_and_write, pause, engine, 1, 2)
        wait_for(pause, client.done)
        assert pause.about == "COMMIT"
        other = pool.submit(write, engine, 3)
        while not pause.in_the_way:
            assert not other.done()
            time.sleep(0.001)
        pause.go_on()
        other.result()
        client.result()
    assert pages(engine) == [1, 2, 3]
    assert pause.next == 4


def test_a_client_that_ends_before_is_not_held(engine: sa.Engine) -> None:
    """There is nothing to wait for."""
    with pausing(engine, 4) as pause, ThreadPoolExecutor(1) as pool:
        pool.submit(begin_and_write, pause, engine, 1).result()
    assert not pause.held


def test_an_async_client_waits_and_its_event_loop_goes_on(sqlite_file: str) -> None:
    """One task is held up, and another one writes."""

    async def run() -> list[int]:
        engine = create_async_engine(sqlite_file.replace("sqlite", "sqlite+aiosqlite", 1), poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)

        async def write(number: int) -> None:
            async with engine.begin() as connection:
                await connection.execute(sa.select(PAGES))
                await connection.execute(PAGES.insert().values(number=number))

        async def held_up() -> None:
            pause.begin()
            await write(1)

        with pausing(engine.sync_engine, 2) as pause:
            client = asyncio.ensure_future(held_up())
            while not (pause.held or client.done()):
                await asyncio.sleep(0.001)
            await write(2)
            assert not client.done()
            pause.go_on()
            await client
        async with engine.connect() as connection:
            found = list(await connection.scalars(sa.select(PAGES.c.number)))
        await engine.dispose()
        return found

    assert asyncio.run(run()) == [1, 2]


class Clock:
    """A clock that stands until a test moves it on: nothing that else runs on the machine counts."""

    def __init__(self) -> None:
        self.now = 1.0

    def __call__(self) -> float:
        return self.now


def test_a_client_that_still_sends_is_not_waiting() -> None:
    """It waits once it has sent nothing for some time, however much it has sent before."""
    clock = Clock()
    pause = Pause(1, clock, lambda: 1.0)
    for _ in range(20):
        pause.sends("SELECT", own=False)
        assert not pause.in_the_way
        clock.now += 0.005
    for _ in range(12):
        clock.now += 0.005
        waits = pause.in_the_way
    assert waits


@pytest.mark.parametrize(("crowding", "turns"), [(1.0, 11), (4.0, 41)])
def test_a_client_has_longer_to_get_on_where_many_want_to_run(crowding: float, turns: int) -> None:
    """The database may have no turn while who watches has many."""
    clock = Clock()
    pause = Pause(1, clock, lambda: crowding)
    taken = 0
    while not pause.in_the_way:
        clock.now += 0.005
        taken += 1
    assert turns - 1 <= taken <= turns + 1


def test_a_machine_that_stands_still_makes_nobody_wait() -> None:
    """Who watches is held up just as long as the client is, and counts its own turns."""
    clock = Clock()
    pause = Pause(1, clock, lambda: 1.0)
    for _ in range(5):
        pause.sends("SELECT", own=False)
        clock.now += 60.0
        assert not pause.in_the_way


def test_a_client_that_asks_again_and_again_is_waiting() -> None:
    """As one does that spins on a lock of its own make."""
    clock = Clock()
    pause = Pause(1, clock, lambda: 1.0)
    while not pause.in_the_way:
        pause.sends("SET", own=False)
        clock.now += 0.005
        assert clock.now < 5


def test_only_the_thread_that_began_is_held() -> None:
    """Whichever thread that is."""
    pause = Pause(1)
    thread = threading.Thread(target=pause.begin)
    thread.start()
    thread.join()
    assert pause.begun
    assert not pause.here


def wait_for(pause: Pause, done: object) -> None:
    """Wait until a client is held up."""
    deadline = time.monotonic() + 60
    while not (pause.held or done()):  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.001)

"""Which transactions are open, and whether one is where somebody stands, is seen from what SQLAlchemy tells."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextvars import Context, copy_context
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from dovetail.faults.sql_transactions import counting_transactions


@pytest.fixture
def engine(sqlite_file: str) -> Iterator[Engine]:
    engine = create_engine(sqlite_file)
    yield engine
    engine.dispose()


def test_a_transaction_is_open_from_its_first_statement_to_its_end(engine: Engine) -> None:
    """However it ends; a session that sends nothing begins none."""
    with counting_transactions(engine) as counted:
        with Session(engine) as session, session.begin():
            before = counted.open
            session.execute(text("SELECT 1"))
            within = counted.open, counted.open_here
        with Session(engine) as session:
            session.execute(text("SELECT 1"))
            again = counted.open

        assert (before, within, again, counted.open, counted.begun) == (0, (1, 1), 1, 0, 2)


def test_in_autocommit_none_is_open(engine: Engine) -> None:
    """Each statement is one of its own."""
    each_alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with counting_transactions(engine) as counted, each_alone.connect() as connection:
        connection.execute(text("SELECT 1"))

        assert (counted.open, counted.begun) == (0, 1)


def test_nothing_is_counted_afterwards(engine: Engine) -> None:
    with counting_transactions(engine) as counted:
        pass
    with engine.begin() as connection:
        connection.execute(text("SELECT 1"))

    assert counted.begun == 0


def test_a_task_sees_its_own_and_those_of_the_one_that_started_it(tmp_path: Path) -> None:
    """Not that of a task that runs beside it."""
    seen: dict[str, tuple[int, int]] = {}

    async def everything() -> None:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'tasks.sqlite'}")
        with counting_transactions(engine.sync_engine) as counted:

            async def looks(name: str) -> None:
                seen[name] = counted.open, counted.open_here

            async def holds(until: asyncio.Event, begun: asyncio.Event) -> None:
                async with engine.begin() as connection:
                    await connection.execute(text("SELECT 1"))
                    await looks("itself")
                    await asyncio.create_task(looks("a task that it started"))
                    begun.set()
                    await until.wait()

            until, begun = asyncio.Event(), asyncio.Event()
            beside = asyncio.create_task(holds(until, begun))
            await begun.wait()
            await asyncio.create_task(looks("a task beside it"))
            until.set()
            await beside
        await engine.dispose()

    asyncio.run(everything())

    assert seen == {"itself": (1, 1), "a task that it started": (1, 1), "a task beside it": (1, 0)}


def test_a_transaction_is_not_taken_for_an_earlier_one_of_which_it_got_the_place_in_memory(engine: Engine) -> None:
    """What began in a thread has ended; those that somebody else begins afterwards are not that thread's own."""
    with counting_transactions(engine) as counted:
        with engine.begin() as connection:
            connection.execute(text("SELECT 1"))
        del connection
        here = copy_context()
        others = [Context().run(_begun, engine) for _ in range(5)]

        assert (counted.open, here.run(lambda: counted.open_here)) == (5, 0)

        for each in others:
            each.close()


def test_a_transaction_whose_connection_was_dropped_is_not_open(engine: Engine) -> None:
    """The pool rolls it back, and tells nobody."""
    with counting_transactions(engine) as counted:
        dropped = _begun(engine)
        before = counted.open
        del dropped
        gc.collect()

        assert (before, counted.open) == (1, 0)


def _begun(engine: Engine) -> Connection:
    connection = engine.connect()
    connection.execute(text("SELECT 1"))
    return connection

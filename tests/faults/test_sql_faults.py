"""A statement, a commit or a database fails as SQLAlchemy sees the real thing fail."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session

from dovetail.faults.sql import failing, unreachable
from dovetail.faults.sql_units import failing_connection, failing_flush, failing_rollback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

METADATA = sa.MetaData()
PAGES = sa.Table("pages", METADATA, sa.Column("number", sa.Integer, primary_key=True))


@pytest.fixture(params=["memory", "file", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """An engine with an empty table."""
    urls: dict[str, Callable[[], str]] = {
        "memory": lambda: "sqlite://",
        "file": lambda: request.getfixturevalue("sqlite_file"),
        "postgres": lambda: request.getfixturevalue("postgres_url"),
    }
    engine = sa.create_engine(urls[request.param]())
    METADATA.create_all(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["aiosqlite", "asyncpg", "psycopg"])
def async_engine(request: pytest.FixtureRequest) -> AsyncEngine:
    """An async engine; whoever uses it disposes of it in its own loop."""
    urls: dict[str, Callable[[], str]] = {
        "aiosqlite": lambda: "sqlite+aiosqlite://",
        "asyncpg": lambda: request.getfixturevalue("postgres_url").replace("+psycopg", "+asyncpg"),
        "psycopg": lambda: request.getfixturevalue("postgres_url"),
    }
    return create_async_engine(urls[request.param]())


def write(engine: sa.Engine, *numbers: int) -> None:
    """One transaction, with a statement for each number."""
    with engine.begin() as connection:
        for number in numbers:
            connection.execute(PAGES.insert().values(number=number))


def pages(engine: sa.Engine) -> list[int]:
    """What is in the table."""
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(PAGES.c.number).order_by(PAGES.c.number)))


def is_the_drivers(error: DBAPIError) -> bool:
    """Whether SQLAlchemy wrapped an error of the driver's own."""
    return isinstance(error.orig, sqlite3.OperationalError | psycopg.OperationalError)


def test_each_statement_in_turn(engine: sa.Engine) -> None:
    """The driver's own error comes, nothing is written, and the count says when to stop."""
    for number in (1, 2, 3):
        with failing(engine, number) as fault, pytest.raises(OperationalError) as caught:
            write(engine, 1, 2, 3)
        assert is_the_drivers(caught.value)
        assert (fault.statements, fault.commits, fault.delivered) == (number, 0, True)
        assert pages(engine) == []
    with failing(engine, 4) as fault:
        write(engine, 1, 2, 3)
    assert (fault.statements, fault.commits, fault.delivered) == (3, 1, False)
    assert pages(engine) == [1, 2, 3]


def test_each_commit_in_turn(engine: sa.Engine) -> None:
    """Its transaction is gone, those before it are not."""
    with failing(engine, commit=2) as fault:
        write(engine, 1)
        with pytest.raises(OperationalError) as caught:
            write(engine, 2)
        write(engine, 3)
    assert is_the_drivers(caught.value)
    assert (fault.statements, fault.commits, fault.delivered) == (3, 3, True)
    assert pages(engine) == [1, 3]


def test_a_statement_fails_once(engine: sa.Engine) -> None:
    """An adapter that tries again succeeds."""
    with failing(engine, 1) as fault:
        with pytest.raises(OperationalError):
            write(engine, 1)
        write(engine, 1)
    assert fault.delivered
    assert pages(engine) == [1]


def test_every_way_to_execute_counts_once(engine: sa.Engine) -> None:
    """With parameters, with many of them, and without any."""
    ways: list[Callable[[sa.Connection], object]] = [
        lambda connection: connection.execute(PAGES.insert(), [{"number": 1}, {"number": 2}]),
        lambda connection: connection.execute(sa.text("SELECT 1")),
        lambda connection: connection.execution_options(no_parameters=True).exec_driver_sql("SELECT 1"),
        lambda connection: connection.execution_options(stream_results=True).execute(sa.select(PAGES)).all(),
        lambda connection: connection.begin_nested().rollback(),
    ]
    for way in ways:
        with failing(engine) as fault, engine.connect() as connection:
            way(connection)
        assert fault.statements == (2 if way is ways[-1] else 1)
        with failing(engine, 1) as fault, engine.connect() as connection, pytest.raises(OperationalError):
            way(connection)
        assert fault.delivered


def test_a_failed_statement_ends_the_transaction_in_postgres(postgres_url: str) -> None:
    """An adapter that swallows the error cannot go on to commit the rest, as it could not after a real one."""
    engine = sa.create_engine(postgres_url)
    METADATA.create_all(engine)
    with failing(engine, 1), engine.connect() as connection:
        with pytest.raises(OperationalError):
            connection.execute(PAGES.insert().values(number=1))
        with pytest.raises(sa.exc.InternalError, match="aborted"):
            connection.execute(PAGES.insert().values(number=2))
    engine.dispose()


def test_sqlite_errors_carry_their_code() -> None:
    """As those of the library do."""
    engine = sa.create_engine("sqlite://")
    with failing(engine, 1), pytest.raises(OperationalError) as caught, engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
    assert isinstance(caught.value.orig, sqlite3.OperationalError)
    assert caught.value.orig.sqlite_errorcode == sqlite3.SQLITE_IOERR


def test_a_commit_that_has_nothing_to_commit_cannot_fail(engine: sa.Engine) -> None:
    """In autocommit the driver sends none; SQLite has no transaction before the first write."""
    own = engine.execution_options(isolation_level="AUTOCOMMIT")
    with failing(own, commit=1) as fault:
        write(own, 1)
    assert (fault.commits, fault.delivered) == (0, False)
    assert pages(engine) == [1]
    with failing(engine, commit=1) as fault, engine.connect() as connection:
        connection.commit()
    assert not fault.delivered


def test_unreachable(engine: sa.Engine) -> None:
    """Statements, commits and new connections fail, and nothing is written."""
    with engine.connect() as connection:
        connection.execute(PAGES.insert().values(number=1))
        with unreachable(engine) as fault:
            with pytest.raises(OperationalError) as statement:
                connection.execute(PAGES.insert().values(number=2))
            with pytest.raises(OperationalError) as commit:
                connection.commit()
        assert fault.delivered
    assert is_the_drivers(statement.value)
    assert is_the_drivers(commit.value)
    assert pages(engine) == []


def test_unreachable_before_the_first_connection(engine: sa.Engine) -> None:
    """There is nobody to connect to."""
    new = sa.create_engine(engine.url)
    with unreachable(new) as fault, pytest.raises(OperationalError) as caught:
        new.connect()
    assert fault.delivered
    assert is_the_drivers(caught.value)
    new.connect().close()
    new.dispose()


def test_nothing_is_left_in_the_engine(engine: sa.Engine) -> None:
    """After a fault, whether delivered or not, and after an error of somebody else's."""
    for fault in (failing(engine, 1), failing(engine, commit=1), unreachable(engine)):
        with pytest.raises(LookupError), fault:
            raise LookupError
        write(engine, 1)
        assert pages(engine) == [1]
        with engine.begin() as connection:
            connection.execute(PAGES.delete())
    assert "do_commit" not in vars(engine.dialect)


def test_faults_nest(engine: sa.Engine) -> None:
    """The inner one ends first."""
    with failing(engine, commit=1) as outer:
        with failing(engine, commit=1), pytest.raises(OperationalError):
            write(engine, 1)
        assert (outer.commits, outer.delivered) == (0, False)
        with pytest.raises(OperationalError):
            write(engine, 2)
    assert (outer.commits, outer.delivered) == (1, True)
    assert "do_commit" not in vars(engine.dialect)
    write(engine, 3)
    assert pages(engine) == [3]


def test_async_engines(async_engine: AsyncEngine) -> None:
    """Through the sync engine in them."""
    engine = async_engine

    async def write(number: int) -> None:
        async with engine.begin() as connection:
            await connection.execute(PAGES.insert().values(number=number))

    async def attempt(fault: Any, number: int) -> None:
        with fault as armed, pytest.raises(DBAPIError) as caught:
            await write(number)
        assert armed.delivered
        assert type(caught.value.orig).__module__ != __name__

    async def run() -> list[int]:
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
        await attempt(failing(engine.sync_engine, 1), 1)
        await attempt(failing(engine.sync_engine, commit=1), 2)
        await attempt(unreachable(engine.sync_engine), 3)
        await write(4)
        async with engine.connect() as connection:
            found = list(await connection.scalars(sa.select(PAGES.c.number)))
        await engine.dispose()
        return found

    assert asyncio.run(run()) == [4]


@pytest.mark.parametrize("engine", ["file", "postgres"], indirect=True)  # the only one of a memory is the database
@pytest.mark.parametrize("number", [1, 2])
def test_a_connection_cannot_be_had(engine: sa.Engine, number: int) -> None:
    """The nth attempt fails with the driver's error, wrapped as any other."""
    with failing_connection(engine, number) as fault:
        for attempt in range(1, 4):
            if attempt == number:
                with pytest.raises(OperationalError):
                    write(engine, attempt)
            else:
                write(engine, attempt)
    assert fault.delivered
    assert pages(engine) == [each for each in (1, 2, 3) if each != number]


class Base(DeclarativeBase):
    metadata = METADATA


class Page(Base):
    __table__ = PAGES


@pytest.mark.parametrize("number", [1, 2])
def test_a_flush_fails_whatever_was_sent_before(engine: sa.Engine, number: int) -> None:
    """Statements outside of flushes are not counted; the session can be used again once it was rolled back."""
    with failing_flush(engine, number) as fault, Session(engine) as session:
        assert session.scalars(sa.select(Page)).all() == []
        for attempt in range(1, number):
            session.add(Page(number=attempt))
            session.flush()
        session.add(Page(number=number))
        with pytest.raises(OperationalError):
            session.flush()
        session.rollback()
        session.add(Page(number=9))
        session.commit()
    assert fault.delivered
    assert pages(engine) == [9]


def test_a_rollback_that_somebody_asks_for_fails(engine: sa.Engine) -> None:
    """What the pool does with a connection that comes back is none; nothing of the transaction is stored."""
    with failing_rollback(engine, 1) as fault:
        write(engine, 1)
        too_early = fault.delivered
        with Session(engine) as session:
            session.add(Page(number=2))
            session.flush()
            with pytest.raises(OperationalError):
                session.rollback()
    assert (too_early, fault.delivered) == (False, True)
    assert pages(engine) == [1]


def test_closing_fails_where_it_has_to_roll_back(engine: sa.Engine) -> None:
    """A connection that is closed in the middle of a transaction rolls it back."""
    with failing_rollback(engine, 1) as fault:
        connection = engine.connect()
        connection.execute(PAGES.insert().values(number=1))
        with pytest.raises(OperationalError):
            connection.close()
        connection.close()  # it has no transaction any more
    assert fault.delivered
    assert pages(engine) == []

"""Make a connection, a flush or a rollback fail, as SQLAlchemy would see it fail; see `dovetail.faults.sql`.

The rollback with which a session or a connection is closed in the middle of a transaction counts as one. Closing fails
in no other way: SQLAlchemy's pool sees to what the driver raises then, and no caller is told.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from dovetail.faults.sql import (
    SqlFault,
    connection_lost,
    driver_error,
    fail_statement,
    listening,
    nth,
    shadowing,
    watching,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@contextmanager
def failing_connection(engine: Engine, number: int) -> Iterator[SqlFault]:
    """Make the nth attempt to get a connection fail, one that the pool holds ready too.

    The pool closes that connection: no fault for an engine whose only connection is the database in memory.
    """
    fault = SqlFault()
    attempts = 0

    def check_out(*_: Any) -> None:
        nonlocal attempts
        attempts += 1
        if attempts == number:
            fault.delivered = True
            raise driver_error(engine, "unable to open a connection")

    with listening(engine, checkout=check_out):
        try:
            yield fault
        finally:
            attempts = number  # no later one fails, should the engine have made itself a new pool meanwhile


@contextmanager
def failing_flush(engine: Engine, number: int) -> Iterator[SqlFault]:
    """Make the first statement of the nth flush fail, of whatever session; a flush that sends none is not counted."""
    fault = SqlFault()
    flushes, begun = 0, False

    def begin(*_: Any) -> None:
        nonlocal begun
        begun = True

    def end(*_: Any) -> None:
        nonlocal begun
        begun = False

    def before_statement(_: int, context: Any) -> None:
        nonlocal flushes
        if begun:
            end()
            flushes += 1
            if flushes == number:
                fault.delivered = True
                fail_statement(context)

    watch = watching(engine, SqlFault(), before_statement=before_statement, before_commit=end)
    with listening(Session, before_flush=begin, after_flush=end), watch:
        yield fault


@contextmanager
def failing_rollback(engine: Engine, number: int) -> Iterator[SqlFault]:
    """Make the nth rollback that somebody asks for fail; the transaction is rolled back all the same, by the server."""
    fault = SqlFault()
    dialect: Any = engine.dialect
    rollback = dialect.do_rollback
    asked, due = 0, False

    def ask(_: Any) -> None:
        nonlocal asked, due
        asked += 1
        due = asked == number

    def roll_back(connection: Any) -> None:
        nonlocal due
        rollback(connection)
        if due:  # and not the pool, which resets each connection that comes back
            due, fault.delivered = False, True
            driver: Any = getattr(connection, "driver_connection", None)
            if engine.dialect.is_async and hasattr(driver, "terminate"):  # asyncpg, of which SQLAlchemy asks itself
                driver.terminate()
            raise _gone(engine)

    with listening(engine, rollback=ask), shadowing(dialect, "do_rollback", roll_back):
        yield fault


def _gone(engine: Engine) -> Exception:
    """What the driver says of a rollback that failed.

    A caller can do nothing with that connection any more, and an async one that is not given back is told of as a leak:
    so the driver says that it is gone, which makes SQLAlchemy give it up. Not where it is the database in memory.
    """
    dialect: Any = engine.dialect
    if dialect.name != "sqlite":
        return driver_error(engine, connection_lost(engine))
    if not dialect.is_async or isinstance(engine.pool, StaticPool):
        return driver_error(engine, "disk I/O error")
    error: Exception = dialect.dbapi.ProgrammingError("Cannot operate on a closed database.")
    return error


@contextmanager
def losing_reply(engine: Engine, number: int) -> Iterator[SqlFault]:
    """Let the nth commit succeed in the database, and lose the connection before its answer comes."""
    fault = SqlFault()
    dialect: Any = engine.dialect
    lost = nth(fault, number, lambda _: None)

    def committing(connection: Any) -> None:
        before = fault.delivered
        commit(connection)  # counted by the watch below
        if fault.delivered and not before:
            raise driver_error(engine, connection_lost(engine))

    # The watch is the inner one: what it counts has been sent when `committing` goes on.
    with watching(engine, fault, before_statement=lambda *_: None, before_commit=lost):
        commit = dialect.do_commit
        with shadowing(dialect, "do_commit", committing):
            yield fault


@dataclass(slots=True)
class Connections:
    """The connections of an engine that somebody has.

    Attributes:
        out: how many are out of the pool.
        most: how many were at once.
    """

    out: int = 0
    most: int = 0


@contextmanager
def counting_connections(engine: Engine) -> Iterator[Connections]:
    """Count what is taken out of the pool and given back, from here on."""
    counted = Connections()

    def taken(*_: Any) -> None:
        counted.out += 1
        counted.most = max(counted.most, counted.out)

    def given_back(*_: Any) -> None:
        counted.out -= 1

    with listening(engine, checkout=taken, checkin=given_back):
        yield counted


@contextmanager
def counting_statements(engine: Engine) -> Iterator[list[str]]:
    """The text of each statement that is sent from here on; a bulk execution counts once."""
    sent: list[str] = []

    def executing(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    with listening(engine, before_cursor_execute=executing):
        yield sent

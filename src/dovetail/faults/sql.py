"""Make a statement, a commit or a whole database fail, as SQLAlchemy would see it fail.

The driver's own error comes from where the driver would raise it, so that SQLAlchemy wraps and handles it like any
other: nothing of the adapter, and nothing that it calls, is replaced by a double.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    # What to do before the nth statement (with its execution context) or commit (with its connection) is sent.
    Strike = Callable[[int, Any], None]

_EXECUTIONS = ("do_execute", "do_executemany", "do_execute_no_params")
# Raised by the server itself, which then takes no more in that transaction, as after any failed statement.
_POSTGRES_FULL = (
    "DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
)


@dataclass(slots=True)
class SqlFault:
    """What a database was sent while a fault was armed.

    Attributes:
        statements: how many statements; a bulk execution counts once.
        commits: how many commits; those that have nothing to commit, as in autocommit, are not sent.
        delivered: whether the fault has happened, so that a caller can try 1, 2, 3, ... until it does not.
        reading: whether what failed would have written nothing.
    """

    statements: int = 0
    commits: int = 0
    delivered: bool = False
    reading: bool = False


@contextmanager
def failing(engine: Engine, statement: int | None = None, *, commit: int | None = None) -> Iterator[SqlFault]:
    """Make one statement or one commit fail.

    The statement is not executed, or the commit's transaction is rolled back, and the driver's error comes instead.
    What is sent after that works again. Counted from 1, over all connections of the engine and of engines derived
    from it.
    """
    fault = SqlFault()

    def fail(context: Any) -> None:
        fault.reading = _reads(context)
        fail_statement(context)

    strike_statement = nth(fault, statement, fail)
    strike_commit = nth(fault, commit, lambda connection: _fail_commit(engine, connection))
    with watching(engine, fault, before_statement=strike_statement, before_commit=strike_commit):
        yield fault


@contextmanager
def unreachable(engine: Engine) -> Iterator[SqlFault]:
    """Make every statement, every commit and every new connection fail."""
    fault = SqlFault()

    def lose(*_: Any) -> None:
        fault.delivered = True
        raise driver_error(engine, connection_lost(engine))

    def lose_commit(_: int, connection: Any) -> None:
        connection.rollback()
        lose()

    watch = watching(engine, fault, before_statement=lose, before_commit=lose_commit)
    with watch, listening(engine, do_connect=lose):
        yield fault


def nth(fault: SqlFault, number: int | None, act: Callable[[Any], object]) -> Strike:
    """A strike that acts on the statement or commit of that number, and notes that the fault was delivered."""

    def strike(seen: int, subject: Any) -> None:
        if seen == number:
            fault.delivered = True
            act(subject)

    return strike


@contextmanager
def watching(engine: Engine, fault: SqlFault, *, before_statement: Strike, before_commit: Strike) -> Iterator[None]:
    """Count into `fault` what is sent to the database, and call the strikes before it is sent."""
    dialect: Any = engine.dialect
    commit = dialect.do_commit
    statements, commits = count(1), count(1)

    def executing(*arguments: Any) -> None:
        fault.statements = number = next(statements)
        before_statement(number, arguments[-1])

    def committing(connection: Any) -> None:
        if not _nothing_to_commit(connection):
            fault.commits = number = next(commits)
            before_commit(number, connection)
        commit(connection)

    # The event that announces a commit comes too early: what it raises is not wrapped as a driver's error is.
    with listening(engine, **dict.fromkeys(_EXECUTIONS, executing)), shadowing(dialect, "do_commit", committing):
        yield


@contextmanager
def listening(target: Any, **notes: Callable[..., Any]) -> Iterator[None]:
    """Have functions called at events of SQLAlchemy's, each at the one that it is named for."""
    for name, note in notes.items():
        event.listen(target, name, note)
    try:
        yield
    finally:
        for name, note in notes.items():
            event.remove(target, name, note)


@contextmanager
def shadowing(owner: object, name: str, method: Callable[..., Any]) -> Iterator[None]:
    """Put `method` before the one that `owner` has, and take it away again."""
    before = vars(owner).get(name)
    vars(owner)[name] = method
    try:
        yield
    finally:
        if before is None:
            del vars(owner)[name]
        else:
            vars(owner)[name] = before


def fail_statement(context: Any) -> None:
    """Raise what the driver raises where its database fails at a statement; the transaction is over then."""
    connection = context.root_connection.connection
    if context.dialect.name == "postgresql":
        connection.cursor().execute(_POSTGRES_FULL)
    raise driver_error(context.engine, "disk I/O error")


def _reads(context: Any) -> bool:
    """Whether a statement writes nothing; one that begins otherwise than with SELECT may."""
    return str(context.statement or "").lstrip().upper().startswith("SELECT")


def _fail_commit(engine: Engine, connection: Any) -> None:
    connection.rollback()
    raise driver_error(engine, "disk I/O error")


def driver_error(engine: Engine, message: str) -> Exception:
    """The error that the engine's driver raises when its database does not do what it should."""
    dialect: Any = engine.dialect
    error: Exception = dialect.dbapi.OperationalError(message)
    if isinstance(error, sqlite3.OperationalError):
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR
        error.sqlite_errorname = "SQLITE_IOERR"
    return error


def connection_lost(engine: Engine) -> str:
    """How a driver says that nobody is there; SQLAlchemy reads some drivers' loss of a connection from this text."""
    if engine.dialect.name == "sqlite":
        return "unable to open database file"
    return "server closed the connection unexpectedly"


def _nothing_to_commit(connection: Any) -> bool:
    """Whether a commit would not reach the database: outside a transaction, or where each statement is its own."""
    driver_connection = connection.driver_connection
    if hasattr(driver_connection, "in_transaction"):  # of sqlite3 and aiosqlite, which begin late
        return driver_connection.in_transaction is False
    return getattr(connection.dbapi_connection, "autocommit", False) is True

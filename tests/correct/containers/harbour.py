"""A harbour office: its ports, the adapters behind them, and what a container of it promises."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import gettempdir
from typing import Protocol
from uuid import uuid4

from dovetail import ContainerContract


class Logbook(Protocol):
    """What ships have done, within one request."""

    def write(self, ship: str, entry: str) -> None: ...

    def read(self, ship: str) -> list[str]: ...


class Berths(Protocol):
    """Where ships lie, within one request."""

    def assign(self, ship: str, berth: int) -> None: ...


class Signals(Protocol):
    """Tells ships what they are to know."""

    def send(self, ship: str, text: str) -> None: ...


class Tides(Protocol):
    """When the water is high."""

    def high_water(self, day: int) -> float: ...


class Database:
    """Opens connections to one file, the first one when somebody needs it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.open = True

    def connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.url)

    def close(self) -> None:
        self.open = False


class Session:
    """One request's connection, opened by its first statement."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._connection: sqlite3.Connection | None = None

    def execute(self, statement: str, *values: object) -> list[tuple[str, ...]]:
        if self._connection is None:
            self._connection = self.database.connect()
        return self._connection.execute(statement, values).fetchall()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class SqlLogbook:
    """Keeps entries in a table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def write(self, ship: str, entry: str) -> None:
        self._session.execute("INSERT INTO entries VALUES (?, ?)", ship, entry)

    def read(self, ship: str) -> list[str]:
        return [entry for (entry,) in self._session.execute("SELECT entry FROM entries WHERE ship = ?", ship)]


class SqlBerths:
    """Keeps berths in a table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def assign(self, ship: str, berth: int) -> None:
        self._session.execute("INSERT INTO berths VALUES (?, ?)", ship, berth)


class QueuedSignals:
    """Sends signals when there are enough of them, and the rest when it is closed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[str, str]] = []

    def send(self, ship: str, text: str) -> None:
        self._waiting.append((ship, text))

    def close(self) -> None:
        if not self._database.open:
            raise RuntimeError("the database is closed, and signals are waiting")
        self._waiting.clear()


class TideTable:
    """Looks tides up."""

    def high_water(self, day: int) -> float:
        return 12.4 + 0.8 * (day % 7)


class StubSignals:
    """Keeps what would have been sent, for tests."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, ship: str, text: str) -> None:
        self.sent.append((ship, text))


class Form:
    """What a harbour master fills in, a new one each time."""

    def __init__(self) -> None:
        self.lines: list[str] = []


def a_file() -> str:
    """A database file that nothing has opened so far."""
    return str(Path(gettempdir()) / f"harbour-{uuid4().hex}.db")


class HarbourContract(ContainerContract):
    """What each container of the harbour owes its ports."""

    ports = [Logbook, Berths, Signals, Tides]


class Lived(HarbourContract):
    """The same where the container knows how long each object lives, and ends what it has made."""

    lifetimes = {"singleton": [Database, Signals, Tides], "scoped": [Session, Logbook, Berths], "transient": [Form]}
    finalised = [Database, Session, Signals]

"""Composition roots without a library: dataclasses, factory functions, context managers."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from correct.containers.harbour import (
    Berths,
    Database,
    Form,
    HarbourContract,
    Lived,
    Logbook,
    QueuedSignals,
    Session,
    Signals,
    SqlBerths,
    SqlLogbook,
    StubSignals,
    Tides,
    TideTable,
    a_file,
)

NEEDED = ("HARBOUR_DB", "HARBOUR_CALL_SIGN")


@dataclass(frozen=True)
class Request:
    """What a request has."""

    session: Session
    logbook: Logbook
    berths: Berths
    signals: Signals
    tides: Tides
    database: Database
    form: Callable[[], Form] = Form


@dataclass(frozen=True)
class Office:
    """What the process has."""

    database: Database
    signals: Signals
    tides: Tides

    @contextmanager
    def request(self) -> Iterator[Request]:
        with ExitStack() as ending:
            session = Session(self.database)
            ending.callback(session.close)
            yield Request(session, SqlLogbook(session), SqlBerths(session), self.signals, self.tides, self.database)


@contextmanager
def office(configuration: dict[str, str]) -> Iterator[Office]:
    missing = [name for name in NEEDED if name not in configuration]
    if missing:
        raise LookupError(f"settings are missing: {', '.join(missing)}")
    with ExitStack() as ending:
        database = Database(configuration["HARBOUR_DB"])
        ending.callback(database.close)
        signals = QueuedSignals(database)
        ending.callback(signals.close)
        yield Office(database, signals, TideTable())


def main() -> None:
    """A program that does one thing."""
    with office({"HARBOUR_DB": a_file(), "HARBOUR_CALL_SIGN": "HBR"}) as process, process.request() as request:
        request.signals.send("Aurora", "fog")


class TestDataclasses(Lived):
    container = office
    configuration = {"HARBOUR_DB": a_file(), "HARBOUR_CALL_SIGN": "HBR"}
    incomplete = {NEEDED: lambda: office({})}
    entry_points = {"main": main}


class Lazy:
    """Makes what there is once when it is first asked for, under a lock; each thread has a session of its own."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._local = threading.local()
        self._signals: Signals | None = None
        self.database = Database(a_file())

    @property
    def signals(self) -> Signals:
        with self._lock:
            if self._signals is None:
                self._signals = StubSignals()
            return self._signals

    def tides(self) -> Tides:
        return TideTable()

    def session(self) -> Session:
        if not hasattr(self._local, "session"):
            self._local.session = Session(self.database)
        session: Session = self._local.session
        return session

    def logbook(self) -> Logbook:
        return SqlLogbook(self.session())

    def berths(self) -> Berths:
        return SqlBerths(self.session())

    @contextmanager
    def scope(self) -> Iterator[Lazy]:
        try:
            yield self
        finally:
            session = self._local.__dict__.pop("session", None)
            if session is not None:
                session.close()

    def close(self) -> None:
        self.database.close()


class TestLazy(HarbourContract):
    container = Lazy
    lifetimes = {"singleton": [Signals], "scoped": [Session], "transient": [Tides, Logbook]}
    finalised = [Session]

    @staticmethod
    @contextmanager
    def override(container: Lazy, port: type, stand_in: object) -> Iterator[None]:
        name = port.__name__.lower()
        if name == "signals":
            before: Any = container._signals
            vars(container)["_signals"] = stand_in
            try:
                yield
            finally:
                container._signals = before
        else:
            vars(container)[name] = lambda: stand_in
            try:
                yield
            finally:
                del vars(container)[name]


def by_port() -> dict[type, object]:
    """A dictionary of factories and of objects."""
    database = Database(a_file())
    return {
        Logbook: lambda: SqlLogbook(Session(database)),
        Berths: lambda: SqlBerths(Session(database)),
        Signals: partial(QueuedSignals, database),
        Tides: TideTable(),
    }


class TestDictionary(HarbourContract):
    container = by_port
    lifetimes = {"singleton": [Tides], "transient": [Logbook]}


class AsyncOffice:
    """Factories that are awaited."""

    def __init__(self, database: Database, signals: QueuedSignals) -> None:
        self._signals = signals
        self._database = database
        self.tides: Tides = TideTable()

    async def signals(self) -> Signals:
        return self._signals

    @asynccontextmanager
    async def request(self) -> AsyncIterator[AsyncRequest]:
        async with AsyncExitStack() as ending:
            session = Session(self._database)
            ending.callback(session.close)
            yield AsyncRequest(self, session)


class AsyncRequest:
    """What a request has."""

    def __init__(self, office: AsyncOffice, session: Session) -> None:
        self._office = office
        self.session = session
        self.tides: Tides = office.tides
        self._logbook = SqlLogbook(session)

    async def logbook(self) -> Logbook:
        return self._logbook

    async def berths(self) -> Berths:
        return SqlBerths(self.session)

    async def signals(self) -> Signals:
        return await self._office.signals()


async def async_office() -> AsyncIterator[AsyncOffice]:
    async with AsyncExitStack() as ending:
        database = Database(a_file())
        ending.callback(database.close)
        signals = QueuedSignals(database)
        ending.callback(signals.close)
        yield AsyncOffice(database, signals)


class TestAsync(HarbourContract):
    container = async_office
    lifetimes = {"singleton": [Signals, Tides], "scoped": [Session, Logbook], "transient": [Berths]}
    finalised = [Database, Session, Signals]

"""Ways of putting an office together that look like faults and are none."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from weakref import WeakSet

from dishka import Container, Provider, Scope, alias, make_container, provide
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import scoped_session, sessionmaker

from correct.containers.harbour import (
    Berths,
    Database,
    HarbourContract,
    Logbook,
    Session,
    Signals,
    SqlBerths,
    SqlLogbook,
    StubSignals,
    Tides,
    TideTable,
    a_file,
)


class OrmLogbook:
    """Keeps entries by way of the session of the thread."""

    def __init__(self, session: scoped_session[OrmSession]) -> None:
        self._session = session

    def write(self, ship: str, entry: str) -> None:
        self._session.execute(text("INSERT INTO entries VALUES (:ship, :entry)"), {"ship": ship, "entry": entry})

    def read(self, ship: str) -> list[str]:
        return list(self._session.scalars(text("SELECT entry FROM entries WHERE ship = :ship"), {"ship": ship}))


class ThreadLocal:
    """Its logbook lives as long as the process, and has a session for each thread."""

    def __init__(self) -> None:
        self.engine = create_engine(f"sqlite:///{a_file()}")
        self.sessions = scoped_session(sessionmaker(self.engine))
        self.logbook: Logbook = OrmLogbook(self.sessions)
        self.signals: Signals = StubSignals()
        self.tides: Tides = TideTable()
        self.database = Database(a_file())

    @contextmanager
    def request(self) -> Iterator[ThreadLocal]:
        try:
            yield self
        finally:
            self.sessions.remove()

    def session(self) -> OrmSession:
        return self.sessions()

    def berths(self) -> Berths:
        return SqlBerths(Session(self.database))

    def close(self) -> None:
        self.engine.dispose()


class TestThreadLocalSessions(HarbourContract):
    container = ThreadLocal
    lifetimes = {"singleton": [Logbook, Signals], "scoped": [OrmSession], "transient": [Berths]}
    resolve = {OrmSession: "session"}


CURRENT: ContextVar[Session | None] = ContextVar("current", default=None)


class Watch(StubSignals):
    """Tells those who watch, for as long as they are there; and asks for a session whenever it needs one."""

    def __init__(self, current: Callable[[], Session]) -> None:
        super().__init__()
        self.current = current
        self.last: ContextVar[Session | None] = CURRENT
        self.watching: WeakSet[SqlLogbook] = WeakSet()


class Office(Provider):
    """One object under two names, factories in the place of what they make, and weak subscribers."""

    database = provide(lambda self: Database(a_file()), scope=Scope.APP, provides=Database)
    tides = provide(TideTable, scope=Scope.APP)
    looked_up = alias(source=TideTable, provides=Tides)
    session = provide(Session, scope=Scope.REQUEST)
    berths = provide(SqlBerths, provides=Berths, scope=Scope.REQUEST)

    @provide(scope=Scope.APP)
    def watch(self, container: Container) -> Watch:
        return Watch(lambda: container.get(Session))

    signals = alias(source=Watch, provides=Signals)

    @provide(scope=Scope.REQUEST)
    def logbook(self, session: Session, watch: Watch) -> Logbook:
        logbook = SqlLogbook(session)
        watch.watching.add(logbook)
        CURRENT.set(session)
        return logbook


class TestAliasesAndFactories(HarbourContract):
    container = staticmethod(lambda: make_container(Office()))
    lifetimes = {"singleton": [Signals, Watch, Tides, TideTable], "scoped": [Logbook, Berths, Session]}


class Pool:
    """Two sessions that are handed out in turn, and taken back."""

    def __init__(self) -> None:
        database = Database(a_file())
        self._idle = deque([Session(database), Session(database), Session(database)])

    @contextmanager
    def taken(self) -> Iterator[Session]:
        session = self._idle.popleft()
        try:
            yield session
        finally:
            self._idle.append(session)


class PooledSignals(StubSignals):
    """Sends by way of the pool."""

    def __init__(self, pool: Pool) -> None:
        super().__init__()
        self.pool = pool


class Pooled:
    """A request has a session of the pool, and gives it back."""

    def __init__(self) -> None:
        self.pool = Pool()
        self.signals: Signals = PooledSignals(self.pool)
        self.tides: Tides = TideTable()

    @contextmanager
    def request(self) -> Iterator[PooledRequest]:
        with self.pool.taken() as session:
            yield PooledRequest(self, session)


class PooledRequest:
    """What a request has."""

    def __init__(self, office: Pooled, session: Session) -> None:
        self.logbook: Logbook = SqlLogbook(session)
        self.berths: Berths = SqlBerths(session)
        self.signals, self.tides = office.signals, office.tides


class TestPool(HarbourContract):
    container = Pooled
    lifetimes = {"singleton": [Signals], "scoped": [Logbook, Berths]}


class Connected(Session):
    """A session that has its connection from the start."""

    def __init__(self, database: Database, connection: sqlite3.Connection) -> None:
        super().__init__(database)
        self._connection = connection


def for_tests() -> Iterator[Container]:
    """Tables in memory are there from the start, and each request opens a connection of its own to a file."""
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE TABLE tides (day INTEGER, hour REAL)")
    provider = Provider(scope=Scope.REQUEST)
    provider.provide(lambda: Database(a_file()), provides=Database, scope=Scope.APP)
    provider.provide(TideTable, provides=Tides)
    provider.provide(StubSignals, provides=Signals)
    provider.provide(SqlLogbook, provides=Logbook)
    provider.provide(SqlBerths, provides=Berths)
    provider.provide(_connected)
    container = make_container(provider)
    yield container
    container.close()
    memory.close()


def _connected(database: Database) -> Iterator[Session]:
    with closing(database.connect()) as connection:
        yield Connected(database, connection)


class TestConnectionPerRequest(HarbourContract):
    container = for_tests
    lifetimes = {"singleton": [Database], "scoped": [Session, Signals]}

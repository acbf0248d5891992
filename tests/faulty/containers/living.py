"""What lives too long, too short, or more than once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from typing import Any

import svcs
from dependency_injector import containers, providers

from correct.containers.factories import Request
from correct.containers.harbour import (
    Berths,
    Database,
    Form,
    HarbourContract,
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


class StoredSignals(StubSignals):
    """Writes signals down in a session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session


class Captive:
    """The signals, which live on, are made with the session of the first request."""

    def __init__(self) -> None:
        self.database = Database(a_file())
        self._signals: Signals | None = None

    def signals(self, session: Session) -> Signals:
        if self._signals is None:
            self._signals = StoredSignals(session)
        return self._signals

    @contextmanager
    def request(self) -> Iterator[Request]:
        session = Session(self.database)
        try:
            yield Request(session, SqlLogbook(session), SqlBerths(session), self.signals(session), TIDES, self.database)
        finally:
            session.close()


TIDES = TideTable()


class CaptiveSession(HarbourContract):
    """CONT-06: what all requests share holds the first one's session."""

    container = Captive


class Announcing(Captive):
    """Each logbook subscribes to the signals, and stays there."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board()

    @contextmanager
    def request(self) -> Iterator[Request]:
        session = Session(self.database)
        logbook = SqlLogbook(session)
        self.board.readers.append(logbook.read)
        yield Request(session, logbook, SqlBerths(session), self.board, TIDES, self.database)
        session.close()


class Board(StubSignals):
    """Knows who reads."""

    def __init__(self) -> None:
        super().__init__()
        self.readers: list[Any] = []


class StaysSubscribed(HarbourContract):
    """CONT-06: every request's logbook is held by the board that it has subscribed to."""

    container = Announcing


class OneForAll(containers.DeclarativeContainer):
    """A singleton that was given a session, in a container that opens no scopes."""

    session = providers.Factory(Session, providers.Singleton(Database, a_file()))
    logbook = providers.Factory(SqlLogbook, session)
    berths = providers.Factory(SqlBerths, session)
    signals = providers.Singleton(StoredSignals, session)
    tides = providers.Factory(TideTable)


class ASessionOfItsOwn(HarbourContract):
    """CONT-06: what is said to live as long as a request is kept by what lives on. (CONT-08: each part has one)"""

    container = OneForAll
    scope = staticmethod(contextmanager(lambda container: iter([container])))
    lifetimes = {"scoped": [Session]}


class Anew(HarbourContract):
    """CONT-07: a factory in the place of a value, so that each request queues for itself. (CONT-10)"""

    lifetimes = {"singleton": [Signals]}

    @staticmethod
    def container() -> svcs.Registry:
        registry = svcs.Registry()
        registry.register_factory(Session, lambda: Session(Database(a_file())))
        registry.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
        registry.register_factory(Berths, lambda svcs_container: SqlBerths(svcs_container.get(Session)))
        registry.register_factory(Signals, lambda: QueuedSignals(Database(a_file())))
        registry.register_value(Tides, TideTable())
        return registry


class PerThread(containers.DeclarativeContainer):
    """A provider that has one object for each thread."""

    session = providers.Factory(Session, providers.Singleton(Database, a_file()))
    logbook = providers.Factory(SqlLogbook, session)
    berths = providers.Factory(SqlBerths, session)
    signals = providers.ThreadLocalSingleton(StubSignals)
    tides = providers.Factory(TideTable)


class OnePerThread(HarbourContract):
    """CONT-07: one object for each thread, where one for all is said. (CONT-10)"""

    lifetimes = {"singleton": [Signals]}
    container = PerThread


class OneSession:
    """A session for the whole process."""

    def __init__(self) -> None:
        self.session = Session(Database(a_file()))

    @contextmanager
    def request(self) -> Iterator[Request]:
        session = self.session
        yield Request(session, SqlLogbook(session), SqlBerths(session), SIGNALS, TIDES, session.database)


SIGNALS = StubSignals()


class SharedSession(HarbourContract):
    """CONT-08: two requests have one session."""

    container = OneSession
    lifetimes = {"scoped": [Session]}


class SessionEach:
    """A session each time that one is asked for."""

    def __init__(self) -> None:
        self.database = Database(a_file())

    @contextmanager
    def scope(self) -> Iterator[SessionEach]:
        yield self

    def session(self) -> Session:
        return Session(self.database)

    def logbook(self) -> Logbook:
        return SqlLogbook(self.session())

    def berths(self) -> Berths:
        return SqlBerths(self.session())

    def signals(self) -> Signals:
        return SIGNALS

    def tides(self) -> Tides:
        return TIDES


class ManySessions(HarbourContract):
    """CONT-08: the parts of one request have a session each."""

    container = SessionEach
    lifetimes = {"scoped": [Session]}


class CachedForm(SessionEach):
    """A form that is made once."""

    @cache  # noqa: B019 - the fault
    def form(self) -> Form:
        return Form()


class OneForm(HarbourContract):
    """CONT-09: everybody fills in the form that the first one has begun."""

    container = CachedForm
    lifetimes = {"transient": [Form]}


class CachedSignals(SessionEach):
    """Signals that are made once, as far as one thread sees."""

    @cache  # noqa: B019 - the fault
    def signals(self) -> Signals:
        return StubSignals()


class TwoInARace(HarbourContract):
    """CONT-10: functools.cache calls its function in both of two threads that come at the same time."""

    container = CachedSignals
    lifetimes = {"singleton": [Signals]}


class Awaiting:
    """Signals that are made once, as far as one task sees."""

    def __init__(self) -> None:
        self._signals: Signals | None = None

    @asynccontextmanager
    async def request(self) -> AsyncIterator[Awaiting]:
        yield self

    async def signals(self) -> Signals:
        if self._signals is None:
            await asyncio.sleep(0)  # a handshake
            self._signals = StubSignals()
            return self._signals
        return self._signals

    def tides(self) -> Tides:
        return TIDES

    def logbook(self) -> Logbook:
        return SqlLogbook(Session(Database(a_file())))

    def berths(self) -> Berths:
        return SqlBerths(Session(Database(a_file())))


class TwoTasks(HarbourContract):
    """CONT-10: both of two tasks see that there is none so far, and go on to make one."""

    container = Awaiting
    lifetimes = {"singleton": [Signals]}

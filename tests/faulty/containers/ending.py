"""What is not ended, too often, too early, in the wrong order, or only where all goes well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import svcs
from dependency_injector import containers, providers
from dishka import Provider, Scope, make_container

from correct.containers.factories import Office, Request
from correct.containers.harbour import (
    Berths,
    Database,
    HarbourContract,
    Logbook,
    QueuedSignals,
    Session,
    Signals,
    SqlBerths,
    SqlLogbook,
    Tides,
    TideTable,
    a_file,
)


class Ended(HarbourContract):
    """What is to be ended."""

    lifetimes = {"scoped": [Session]}
    finalised = [Database, Session, Signals]


class Kept(Office):
    """Its requests end nothing."""

    @contextmanager
    def request(self) -> Iterator[Request]:
        session = Session(self.database)
        yield Request(session, SqlLogbook(session), SqlBerths(session), self.signals, self.tides, self.database)


class Hasty(Office):
    """Its requests end more than their own."""

    @contextmanager
    def request(self) -> Iterator[Request]:
        with ExitStack() as ending:
            session = Session(self.database)
            ending.callback(self.database.close)
            ending.callback(session.close)
            yield Request(session, SqlLogbook(session), SqlBerths(session), self.signals, self.tides, self.database)


class Trusting(Office):
    """Its requests end well where all goes well."""

    @contextmanager
    def request(self) -> Iterator[Request]:
        session = Session(self.database)
        yield Request(session, SqlLogbook(session), SqlBerths(session), self.signals, self.tides, self.database)
        session.close()


@contextmanager
def process(office: type[Office] = Office) -> Iterator[Office]:
    with ExitStack() as ending:
        database = Database(a_file())
        ending.callback(database.close)
        signals = QueuedSignals(database)
        ending.callback(signals.close)
        yield office(database, signals, TideTable())


class LeavesSessions(Ended):
    """CONT-11: no request closes its session. (CONT-13)"""

    container = staticmethod(lambda: process(Kept))


class EndsTheDatabase(Ended):
    """CONT-11: the first request closes what all of them need. (CONT-12, CONT-13: it is gone before the signals)"""

    container = staticmethod(lambda: process(Hasty))


class EndsTwice(Ended):
    """CONT-11: one object is registered for two ports, with a finaliser each."""

    lifetimes = {}
    finalised = [Database]

    @staticmethod
    def container() -> svcs.Registry:
        registry = svcs.Registry()
        database = Database(a_file())
        registry.register_value(Database, database, on_registry_close=database.close)
        registry.register_factory(Session, lambda: Session(database))
        registry.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
        registry.register_factory(Berths, lambda svcs_container: SqlBerths(svcs_container.get(Session)))
        registry.register_value(Signals, QueuedSignals(database), on_registry_close=database.close)
        registry.register_value(Tides, TideTable())
        return registry


class InOrder(Ended):
    """CONT-12: what was made first is closed first, and what is queued is lost."""

    @staticmethod
    @contextmanager
    def container() -> Iterator[Office]:
        database = Database(a_file())
        signals = QueuedSignals(database)
        try:
            yield Office(database, signals, TideTable())
        finally:
            try:
                database.close()
            finally:
                signals.close()


class WithoutFinally(Ended):
    """CONT-13: what comes after the yield is skipped where a request fails."""

    container = staticmethod(lambda: process(Trusting))


class AsSoonAs(Ended):
    """CONT-14: what fails at the end leaves the rest open."""

    @staticmethod
    @contextmanager
    def container() -> Iterator[Office]:
        database = Database(a_file())
        signals = QueuedSignals(database)
        try:
            yield Office(database, signals, TideTable())
        finally:
            signals.close()
            database.close()


def _database() -> Iterator[Database]:
    database = Database(a_file())
    yield database
    database.close()


def _signals(database: Database) -> Iterator[Signals]:
    signals = QueuedSignals(database)
    yield signals
    signals.close()


class Resources(containers.DeclarativeContainer):
    """Resources that its own method ends."""

    database = providers.Resource(_database)
    signals = providers.Resource(_signals, database)
    session = providers.Factory(Session, database)
    logbook = providers.Factory(SqlLogbook, session)
    berths = providers.Factory(SqlBerths, session)
    tides = providers.Factory(TideTable)


class StopsAtTheFirst(Ended):
    """CONT-14: shutdown_resources of dependency-injector ends with the first resource that fails."""

    container = Resources
    lifetimes = {}
    finalised = [Database, Signals]


def main() -> None:
    """Does one thing, and leaves the rest to the end of the process."""
    provider = Provider(scope=Scope.APP)
    provider.provide(_database)
    container = make_container(provider)
    container.get(Database)


class LeftOpen(Ended):
    """CONT-18: the command line opens a container, and never closes it."""

    container = process
    entry_points = {"main": main}


def sometimes(fails: bool = True) -> None:
    """Closes what it has opened where nothing fails."""
    opened = process()
    opened.__enter__()
    if fails:
        raise SystemExit(2)
    opened.__exit__(None, None, None)


class LeftOpenOnError(Ended):
    """CONT-18: a program that ends with an error closes nothing."""

    container = process
    entry_points = {"main": sometimes}

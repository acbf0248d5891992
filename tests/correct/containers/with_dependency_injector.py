"""Containers of dependency-injector: a scope is a container of its own, made of the one that the process has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dependency_injector import containers, providers

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
    Tides,
    TideTable,
    a_file,
)


def _database(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


def _signals(database: Database) -> Iterator[Signals]:
    signals = QueuedSignals(database)
    yield signals
    signals.close()


def _session(database: Database) -> Iterator[Session]:
    session = Session(database)
    yield session
    session.close()


class Process(containers.DeclarativeContainer):
    """What there is once."""

    config = providers.Configuration(strict=True)
    database = providers.Resource(_database, config.url.required())
    signals = providers.Resource(_signals, database)
    tides = providers.ThreadSafeSingleton(TideTable)
    form = providers.Factory(Form)


class Request(containers.DeclarativeContainer):
    """What there is for a request."""

    process = providers.DependenciesContainer()
    database = process.database
    signals = process.signals
    tides = process.tides
    form = process.form
    session = providers.Resource(_session, process.database)
    logbook = providers.Singleton(SqlLogbook, session)
    berths = providers.Singleton(SqlBerths, session)


def _ended(container: containers.Container) -> None:
    """End all resources, in the reverse order of their declaration, whatever one of them raises."""
    failed: list[Exception] = []
    for resource in reversed([each for each in container.providers.values() if isinstance(each, providers.Resource)]):
        try:
            resource.shutdown()
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("not all resources could be ended", failed)


@contextmanager
def request(process: Process) -> Iterator[Request]:
    inside = Request(process=process)
    try:
        yield inside
    finally:
        inside.session.shutdown()


def office(configuration: dict[str, str]) -> Process:
    missing = [name for name in ("url",) if not configuration.get(name)]
    if missing:
        raise LookupError(f"settings are missing: {', '.join(missing)}")
    process = Process()
    process.config.from_dict(configuration)
    process.init_resources()
    return process


class TestRequests(Lived):
    container = office
    configuration = {"url": a_file()}
    scope = request
    close = _ended


class Flat(containers.DeclarativeContainer):
    """One container, whose factories make all anew."""

    database = providers.Singleton(Database, url=a_file())
    session = providers.Factory(Session, database)
    logbook = providers.Factory(SqlLogbook, session)
    berths = providers.Factory(SqlBerths, session)
    outgoing = providers.ThreadSafeSingleton(QueuedSignals, database)
    tides: providers.Provider[Tides] = providers.ThreadSafeSingleton(TideTable)


class TestFlat(HarbourContract):
    container = Flat
    resolve = {Signals: "outgoing"}
    lifetimes = {"singleton": [Signals, Tides], "transient": [Logbook, Berths, Session]}

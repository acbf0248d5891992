"""Registries of svcs: a registry lives as long as the process, and a container over it as long as a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import svcs

from correct.containers.harbour import (
    Berths,
    Database,
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


def _session(container: svcs.Container) -> Iterator[Session]:
    session = Session(container.get(Database))
    yield session
    session.close()


async def _async_session(container: svcs.Container) -> AsyncIterator[Session]:
    session = Session(await container.aget(Database))
    yield session
    session.close()


async def _async_logbook(container: svcs.Container) -> SqlLogbook:
    return SqlLogbook(await container.aget(Session))


async def _async_berths(container: svcs.Container) -> SqlBerths:
    return SqlBerths(await container.aget(Session))


def _process(registry: svcs.Registry) -> svcs.Registry:
    """What there is once is made here, and closed with the registry."""
    database = Database(a_file())
    signals = QueuedSignals(database)
    registry.register_value(Database, database, on_registry_close=database.close)
    registry.register_value(Signals, signals, on_registry_close=signals.close)
    registry.register_value(Tides, TideTable())
    return registry


def office() -> svcs.Registry:
    registry = _process(svcs.Registry())
    registry.register_factory(Session, _session)
    registry.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
    registry.register_factory(Berths, lambda svcs_container: SqlBerths(svcs_container.get(Session)))
    return registry


def async_office() -> svcs.Registry:
    registry = _process(svcs.Registry())
    registry.register_factory(Session, _async_session)
    registry.register_factory(Logbook, _async_logbook)
    registry.register_factory(Berths, _async_berths)
    return registry


def main() -> None:
    """A program that does one thing."""
    with office() as registry, svcs.Container(registry) as services:
        services.get(Signals).send("Aurora", "fog")


class Office(Lived):
    """svcs has nothing that is new each time within a container."""

    lifetimes = {"singleton": [Database, Signals, Tides], "scoped": [Session, Logbook, Berths]}


class TestSync(Office):
    container = office
    entry_points = {"main": main}


class TestAsync(Office):
    container = async_office

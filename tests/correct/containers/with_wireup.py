"""Containers of wireup, sync and async."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

import wireup

from correct.containers.harbour import (
    Berths,
    Database,
    Form,
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


@wireup.injectable
def database(url: Annotated[str, wireup.Inject(config="harbour_url")]) -> Iterator[Database]:
    opened = Database(url)
    try:
        yield opened
    finally:
        opened.close()


@wireup.injectable(lifetime="scoped")
def session(database: Database) -> Iterator[Session]:
    opened = Session(database)
    try:
        yield opened
    finally:
        opened.close()


@wireup.injectable(as_type=Signals)
def signals(database: Database) -> Iterator[QueuedSignals]:
    made = QueuedSignals(database)
    try:
        yield made
    finally:
        made.close()


@wireup.injectable(as_type=Logbook, lifetime="scoped")
def logbook(session: Session) -> SqlLogbook:
    return SqlLogbook(session)


@wireup.injectable(as_type=Berths, lifetime="scoped")
def berths(session: Session) -> SqlBerths:
    return SqlBerths(session)


@wireup.injectable(as_type=Tides)
def tides() -> TideTable:
    return TideTable()


@wireup.injectable(lifetime="transient")
def form() -> Form:
    return Form()


ALL = [database, session, signals, logbook, berths, tides, form]


def office(configuration: dict[str, str]) -> wireup.SyncContainer:
    return wireup.create_sync_container(injectables=ALL, config=configuration)


def main() -> None:
    """A program that does one thing."""
    container = office({"harbour_url": a_file()})
    with container.enter_scope() as request:
        request.get(Signals).send("Aurora", "fog")
    container.close()


class TestSync(Lived):
    container = office
    configuration = {"harbour_url": a_file()}
    incomplete = {"Session": lambda: wireup.create_sync_container(injectables=[logbook])}
    registered_twice = staticmethod(lambda: wireup.create_sync_container(injectables=[*ALL, tides]))
    entry_points = {"main": main}


@wireup.injectable
async def later() -> AsyncIterator[Database]:
    opened = Database(a_file())
    try:
        yield opened
    finally:
        opened.close()


async def async_office() -> wireup.AsyncContainer:
    return wireup.create_async_container(injectables=[later, *ALL[1:]])


class TestAsync(Lived):
    container = async_office

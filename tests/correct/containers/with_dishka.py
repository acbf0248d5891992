"""Containers of dishka: the factories yield, and a scope is a request."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

from dishka import (
    STRICT_VALIDATION,
    AsyncContainer,
    Container,
    Provider,
    Scope,
    alias,
    from_context,
    make_async_container,
    make_container,
    provide,
)

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
    StubSignals,
    Tides,
    TideTable,
    a_file,
)


class Office(Provider):
    """What there is once, and what there is for a request."""

    scope = Scope.APP
    url = from_context(provides=str)
    tides = provide(TideTable, provides=Tides)
    form = provide(Form, cache=False)
    logbook = provide(SqlLogbook, provides=Logbook, scope=Scope.REQUEST)
    berths = provide(SqlBerths, provides=Berths, scope=Scope.REQUEST)

    @provide
    def database(self, url: str) -> Iterator[Database]:
        database = Database(url)
        yield database
        database.close()

    @provide
    def signals(self, database: Database) -> Iterator[QueuedSignals]:
        signals = QueuedSignals(database)
        yield signals
        signals.close()

    sending = alias(source=QueuedSignals, provides=Signals)  # one object under two names

    @provide(scope=Scope.REQUEST)
    def session(self, database: Database) -> Iterator[Session]:
        session = Session(database)
        yield session
        session.close()


def office(*more: Provider) -> Container:
    return make_container(Office(), *more, context={str: a_file()}, validation_settings=STRICT_VALIDATION)


def overridden(overrides: Mapping[Any, Any]) -> Container:
    """As tests build it: what they bring takes the place of what there is."""
    tests = Provider(scope=Scope.REQUEST)
    for port, stand_in in overrides.items():
        tests.provide(_giving(stand_in), provides=port, override=True)
    return office(tests)


def _giving(given: object) -> Callable[[], object]:
    return lambda: given


def main(ship: str) -> None:
    """A program that does one thing."""
    with office() as process, process() as request:
        request.get(Signals).send(ship, f"high water at {request.get(Tides).high_water(3)}")


class TestProduction(Lived):
    container = overridden
    incomplete = {Session: lambda: make_container(WithoutSessions(), context={str: a_file()})}
    registered_twice = staticmethod(lambda: office(Office()))
    entry_points = {"main": lambda: main("Aurora")}


class WithoutSessions(Provider):
    """Nobody has said what a session is."""

    scope = Scope.APP
    logbook = provide(SqlLogbook, provides=Logbook)


class Stubs(Provider):
    """The outside, as tests have it."""

    scope = Scope.APP
    signals = provide(StubSignals, provides=Signals, override=True)


class TestWithStubs(Lived):
    container = staticmethod(lambda: office(Stubs()))


class AsyncOffice(Provider):
    """The same for an event loop: what is made and ended is awaited."""

    scope = Scope.APP
    tides = provide(TideTable, provides=Tides)
    form = provide(Form, cache=False)
    logbook = provide(SqlLogbook, provides=Logbook, scope=Scope.REQUEST)
    berths = provide(SqlBerths, provides=Berths, scope=Scope.REQUEST)

    @provide
    async def database(self) -> AsyncIterator[Database]:
        database = Database(a_file())
        yield database
        database.close()

    @provide
    async def signals(self, database: Database) -> AsyncIterator[Signals]:
        signals = QueuedSignals(database)
        yield signals
        signals.close()

    @provide(scope=Scope.REQUEST)
    async def session(self, database: Database) -> AsyncIterator[Session]:
        session = Session(database)
        yield session
        session.close()


def async_office() -> AsyncContainer:
    return make_async_container(AsyncOffice())


async def serve(ship: str) -> None:
    """A program that does one thing."""
    container = async_office()
    async with container() as request:
        (await request.get(Signals)).send(ship, "fog")
    await container.close()


class TestAsync(Lived):
    container = async_office
    entry_points = {"serve": lambda: serve("Aurora")}

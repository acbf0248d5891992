"""What is not served, does not start as it should, or is not what its port asks for."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import svcs
from dependency_injector import containers, providers
from dishka import Provider, Scope, make_container, provide

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
    StubSignals,
    Tides,
    TideTable,
    a_file,
)


def registry() -> svcs.Registry:
    made = svcs.Registry()
    made.register_factory(Session, lambda: Session(Database(a_file())))
    made.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
    made.register_factory(Berths, lambda svcs_container: SqlBerths(svcs_container.get(Session)))
    made.register_value(Signals, StubSignals())
    made.register_value(Tides, TideTable())
    return made


def without_sessions() -> svcs.Registry:
    made = svcs.Registry()
    made.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
    return made


class NobodySends(HarbourContract):
    """CONT-01: nobody has registered what sends signals in this profile."""

    @staticmethod
    def container() -> Any:
        provider = Provider(scope=Scope.REQUEST)
        provider.provide(lambda: Session(Database(a_file())), provides=Session)
        provider.provide(SqlLogbook, provides=Logbook)
        provider.provide(SqlBerths, provides=Berths)
        provider.provide(TideTable, provides=Tides)
        return make_container(provider)


class NotBuilt(HarbourContract):
    """CONT-01: this profile has not been built for a year."""

    @staticmethod
    def container() -> Any:
        raise ImportError("cannot import name 'LegacyTides'")


class NothingComes(HarbourContract):
    """CONT-01: a factory forgets its return."""

    @staticmethod
    def container() -> Any:
        made = registry()
        made.register_factory(Tides, lambda: None)
        return made


class MissedLater(HarbourContract):
    """CONT-02: what logbooks need is first looked for by the request that writes into one."""

    container = registry
    incomplete = {Session: without_sessions}


def invalid() -> Any:
    raise ValueError("invalid configuration")


class SaysNoName(HarbourContract):
    """CONT-02: it does not start, and does not say why."""

    container = registry
    incomplete = {Session: invalid}


class WithoutTwo(Provider):
    """Nobody has said what a session is, nor what a database."""

    scope = Scope.APP
    logbook = provide(SqlLogbook, provides=Logbook)
    signals = provide(QueuedSignals, provides=Signals)


class OneAtATime(HarbourContract):
    """CONT-03: dishka tells of the first that is missing."""

    container = registry
    incomplete = {(Session, Database): lambda: make_container(WithoutTwo())}


class FirstSetting(HarbourContract):
    """CONT-03: settings are read one after the other, and the first that is missing ends it."""

    configuration = {"HARBOUR_DB": a_file(), "HARBOUR_RADIO": "16"}

    @staticmethod
    def container() -> Any:
        for name in ("HARBOUR_DB", "HARBOUR_RADIO"):
            if name not in os.environ:
                raise KeyError(name)
        return registry()


class Roundabout:
    """Two factories that need each other."""

    def __init__(self) -> None:
        self._session = Session(Database(a_file()))

    def logbook(self) -> Logbook:
        return Announcing(self._session, self.signals())

    def berths(self) -> Berths:
        return SqlBerths(self._session)

    def signals(self) -> Signals:
        return Logged(self.logbook())

    def tides(self) -> Tides:
        return TideTable()


class Announcing(SqlLogbook):
    """Tells of each entry."""

    def __init__(self, session: Session, signals: Signals) -> None:
        super().__init__(session)
        self.signals = signals


class Logged(StubSignals):
    """Writes down each signal."""

    def __init__(self, logbook: Logbook) -> None:
        super().__init__()
        self.logbook = logbook


class Cycle(HarbourContract):
    """CONT-04: the logbook announces, and what announces writes into the logbook."""

    container = Roundabout


class CycleOfProviders(HarbourContract):
    """CONT-04: the same, which dishka finds when it is built."""

    @staticmethod
    def container() -> Any:
        provider = Provider(scope=Scope.APP)
        provider.provide(lambda: Session(Database(a_file())), provides=Session)
        provider.provide(Announcing, provides=Logbook)
        provider.provide(Logged, provides=Signals)
        provider.provide(SqlBerths, provides=Berths)
        provider.provide(TideTable, provides=Tides)
        return make_container(provider)


def serving(port: Any, given: Callable[[], Any]) -> Callable[[], svcs.Registry]:
    def made() -> svcs.Registry:
        changed = registry()
        changed.register_factory(port, given)
        return changed

    return made


class TheClass(HarbourContract):
    """CONT-05: the class is registered as a value."""

    container = staticmethod(serving(Tides, lambda: TideTable))


class Silent:
    """Sends by another name."""

    def transmit(self, ship: str, text: str) -> None: ...


class LacksAnOperation(HarbourContract):
    """CONT-05: what was renamed last year is still registered for the port."""

    container = staticmethod(serving(Signals, Silent))


class AsyncSignals:
    """Sends from an event loop."""

    async def send(self, ship: str, text: str) -> None: ...


class Awaited(HarbourContract):
    """CONT-05: an async adapter serves a sync port, and nothing is ever sent."""

    container = staticmethod(serving(Signals, AsyncSignals))


class TerseSignals:
    """Takes one argument."""

    def send(self, text: str) -> None: ...


class TakesLess(HarbourContract):
    """CONT-05: it refuses what the port allows."""

    container = staticmethod(serving(Signals, TerseSignals))


class Wordy:
    """Gives the hour as text."""

    def high_water(self, day: int) -> str:
        return "noon"


class GivesOther(HarbourContract):
    """CONT-05: what it gives is not of the declared type."""

    container = staticmethod(serving(Tides, Wordy))


class ObjectProviders(containers.DeclarativeContainer):
    """One provider holds what it should make."""

    session = providers.Factory(Session, providers.Singleton(Database, a_file()))
    logbook = providers.Factory(SqlLogbook, session)
    berths = providers.Factory(SqlBerths, session)
    signals = providers.Factory(StubSignals)
    tides = providers.Object(TideTable)


class TheProvidersObject(HarbourContract):
    """CONT-05: providers.Object gives the class where providers.Factory was meant."""

    container = ObjectProviders

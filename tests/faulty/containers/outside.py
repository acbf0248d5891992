"""What is opened too early, put in the place of something for too long, or missed too late."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import svcs
import wireup

from correct.containers.factories import Lazy
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


class Eager(Lazy):
    """Makes its tables when it is built."""

    def __init__(self) -> None:
        super().__init__()
        connection = self.database.connect()
        connection.execute("CREATE TABLE entries (ship TEXT, entry TEXT)")
        connection.close()
        Path(self.database.url).unlink()


class MakesTables(HarbourContract):
    """CONT-15: nothing can be put together while the database is away."""

    container = Eager


class Greeting(StubSignals):
    """Says hello to the radio station."""

    def __init__(self, port: int) -> None:
        super().__init__()
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            pass


class Radio(Lazy):
    """Has signals that greet."""

    @property
    def signals(self) -> Signals:
        with self._lock:
            if self._signals is None:
                self._signals = Greeting(9)
            return self._signals


class GreetsAtOnce(HarbourContract):
    """CONT-15: the first who asks for signals waits for the radio station."""

    container = Radio


class NeverPutBack(HarbourContract):
    """CONT-16: what a test has registered stays."""

    @staticmethod
    def container() -> svcs.Registry:
        registry = svcs.Registry()
        registry.register_factory(Session, lambda: Session(Database(a_file())))
        registry.register_factory(Logbook, lambda svcs_container: SqlLogbook(svcs_container.get(Session)))
        registry.register_factory(Berths, lambda svcs_container: SqlBerths(svcs_container.get(Session)))
        registry.register_value(Signals, StubSignals())
        registry.register_value(Tides, TideTable())
        return registry

    @staticmethod
    @contextmanager
    def override(container: svcs.Registry, port: Any, stand_in: object) -> Iterator[None]:
        container.register_value(port, stand_in)
        yield


class Pilot:
    """Knows the tides; one for all."""

    def __init__(self, tides: Tides) -> None:
        self._tides = tides

    def send(self, ship: str, text: str) -> None:
        self._tides.high_water(len(text))


@wireup.injectable(as_type=Tides)
def tides() -> TideTable:
    return TideTable()


@wireup.injectable(as_type=Signals)
def pilot(tides: Tides) -> Pilot:
    return Pilot(tides)


@wireup.injectable
def session() -> Session:
    return Session(Database(a_file()))


@wireup.injectable(as_type=Logbook)
def logbook(session: Session) -> SqlLogbook:
    return SqlLogbook(session)


@wireup.injectable(as_type=Berths)
def berths(session: Session) -> SqlBerths:
    return SqlBerths(session)


class KeepsTheStub(HarbourContract):
    """CONT-16: a singleton that is first made in a test keeps what the test has put in the place of its port."""

    @staticmethod
    def container() -> wireup.SyncContainer:
        return wireup.create_sync_container(injectables=[tides, pilot, session, logbook, berths])

    @staticmethod
    def scope(container: wireup.SyncContainer) -> Any:
        return container.enter_scope()

    @staticmethod
    def override(container: wireup.SyncContainer, port: Any, stand_in: object) -> Any:
        return container.override({port: stand_in})


OVERRIDES: dict[Any, Any] = {}


def with_overrides(overrides: dict[Any, Any]) -> svcs.Registry:
    """Remembers what it was given, as a module's dictionary does."""
    OVERRIDES.update(overrides)
    registry = NeverPutBack.container()
    for port, stand_in in OVERRIDES.items():
        registry.register_value(port, stand_in)
    return registry


class RememberedInAModule(HarbourContract):
    """CONT-16: the overrides of all tests are gathered in one dictionary of a module."""

    container = with_overrides


class LastOneCounts(HarbourContract):
    """CONT-17: svcs takes the last registration, and says nothing."""

    container = NeverPutBack.container

    @staticmethod
    def registered_twice() -> svcs.Registry:
        registry = NeverPutBack.container()
        registry.register_factory(Signals, lambda: QueuedSignals(Database(a_file())))
        return registry


class AssumesASetting(HarbourContract):
    """CONT-19: without its setting it starts, on a database of its own invention."""

    configuration = {"HARBOUR_DB": a_file()}

    @staticmethod
    def container() -> svcs.Registry:
        registry = NeverPutBack.container()
        registry.register_value(Database, Database(os.environ.get("HARBOUR_DB", "")))
        return registry


class UnnamedSetting(HarbourContract):
    """CONT-19: it fails, and only a reader of its source knows for which setting."""

    configuration = {"HARBOUR_RADIO": "16"}

    @staticmethod
    def container() -> svcs.Registry:
        registry = NeverPutBack.container()
        registry.register_value(int, int(os.environ.get("HARBOUR_RADIO") or ""))
        return registry

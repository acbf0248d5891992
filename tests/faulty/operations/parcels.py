"""Faulty parcels: each derives from the correct ones, and is wrong in one thing. They run in processes of their own."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

from correct.operations.applications.parcels import Depot, Down, JsonLines, Parcels, Refused, Settings, log


class Printed(Parcels):
    """OPS-01: what was refused is printed."""

    def refused(self, name: str, asked: Mapping[str, Any]) -> None:
        print(f"parcel {name} refused: {asked['weight']} kg", flush=True)


class WithTraceback(JsonLines):
    def format(self, record: logging.LogRecord) -> str:
        text = json.dumps({**self.fields(record), "traceback": None})
        return f"{text}\n{self.formatException(record.exc_info)}" if record.exc_info else text


class TracebackBeside(Parcels):
    """OPS-01: a traceback follows its entry, line by line; it comes where the depot is down."""

    formatter = WithTraceback


class LocalTime(JsonLines):
    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        return {**super().fields(record), "time": dt.datetime.now().isoformat()}


class NaiveTime(Parcels):
    """OPS-02: the time has no zone."""

    formatter = LocalTime


class LocalTimeWithZ(JsonLines):
    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        return {**super().fields(record), "time": dt.datetime.now().isoformat() + "Z"}


class WrongZone(Parcels):
    """OPS-02: the time is local, and passes for UTC."""

    formatter = LocalTimeWithZ


class Levelless(JsonLines):
    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        return {name: value for name, value in super().fields(record).items() if name != "level"}


class NoLevel(Parcels):
    """OPS-02: nobody can tell an error from a note."""

    formatter = Levelless


class ByHand(JsonLines):
    def format(self, record: logging.LogRecord) -> str:
        found = {"traceback": "", **self.fields(record)}
        inside = ", ".join(f'"{name}": "{value}"' for name, value in found.items() if name != "traceback")
        return "{" + inside + "}"


class WrittenByHand(Parcels):
    """OPS-03: the JSON is put together by hand, and nothing in it is escaped."""

    formatter = ByHand


class Nameless(JsonLines):
    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        return {name: value for name, value in super().fields(record).items() if name != "request_id"}


class NoIdInTheLog(Parcels):
    """OPS-04: the id comes back, and is not logged."""

    formatter = Nameless


class KeptFromTheCarrier(Parcels):
    """OPS-05: the carrier is not told for which request it is asked."""

    def outgoing(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.settings.token}"}


class EventsApart(Parcels):
    """OPS-06: an event has an id of its own."""

    def store(self, connection: sqlite3.Connection, name: str, weight: int, price: str) -> None:
        super().store(connection, name, weight, price)
        connection.execute("UPDATE events SET request_id = hex(randomblob(16)) WHERE what = ?", (f"accepted {name}",))


class NotWithErrors(Parcels):
    """OPS-07: an error comes back without the id."""

    def returned(self, status: int) -> list[tuple[str, str]]:
        return super().returned(status) if status < 400 else []


class OneForAll(Parcels):
    """OPS-08: who brings no id gets the same as everybody else."""

    def identity(self, given: str) -> str:
        return super().identity(given) if given else "00000000-0000-4000-8000-000000000000"


class AnyId(Parcels):
    """OPS-09: an id is whatever a caller says."""

    def identity(self, given: str) -> str:
        return given or super().identity(given)


class OneAtATime(Parcels):
    """OPS-10: the id is kept on the application, for all requests."""

    def bind(self, identity: str) -> None:
        self.last = identity
        super().bind(identity)

    def current(self) -> str:
        return self.last


class EmptyContext(Parcels):
    """OPS-11: a thread that is started for a request knows nothing of it."""

    def in_background(self, work: Callable[[], None]) -> None:
        threading.Thread(target=work).start()


class HeadersLogged(Parcels):
    """OPS-12: what a request came with is logged, its credentials too."""

    def put(self, name: str, asked: Mapping[str, Any], environ: Mapping[str, Any]) -> tuple[int, Any]:
        headers = {key: value for key, value in environ.items() if key.startswith("HTTP_")}
        log.info("asked", extra={"data": {"headers": headers}})
        return super().put(name, asked, environ)


class TokenLogged(Parcels):
    """OPS-12: a failure of the carrier's or the depot's is logged with all settings."""

    def ready(self) -> tuple[int, Any]:
        status, body = super().ready()
        if status != 200:
            log.warning("not ready", extra={"data": {"settings": {**vars(self.settings)}, **body}})
        return status, body


class ValuesShown(Parcels):
    """OPS-12: at a start that fails, the settings are shown as they are."""

    def read_settings(self) -> Settings:
        try:
            return super().read_settings()
        except SystemExit as refusal:
            sys.exit(f"{refusal}: {dict(os.environ)}")


class LiveAsksTheDepot(Parcels):
    """OPS-13: it lives as long as the depot does."""

    def live(self) -> tuple[int, Any]:
        return self.ready()


class AlwaysReady(Parcels):
    """OPS-14: it is ready because it runs."""

    def ready(self) -> tuple[int, Any]:
        return 200, {"ready": True}


class Patient(Parcels):
    """OPS-14: the depot is waited for as long as it takes."""

    def ready(self) -> tuple[int, Any]:
        try:
            self.depot.has_room(seconds=30.0)
        except Down as error:
            return 503, {"down": str(error)}
        return 200, {"ready": True}


class Unnamed(Parcels):
    """OPS-15: something is down."""

    def ready(self) -> tuple[int, Any]:
        status, _ = super().ready()
        return status, {"ready": status == 200}

    def accept(self, name: str, asked: Mapping[str, Any]) -> None:
        try:
            super().accept(name, asked)
        except Down as error:
            raise Refused("not now") from error


class OnceOnly(Depot):
    """A depot that is connected to once."""

    broken = False

    def has_room(self, seconds: float = 1.5) -> bool:
        if self.broken:
            raise Down("depot")
        try:
            return super().has_room(seconds)
        except Down:
            self.broken = True
            raise


class NeverAgain(Parcels):
    """OPS-16: a connection that broke once is broken for good."""

    def depot_of(self, address: tuple[str, int]) -> Any:
        return OnceOnly(address)


class OnlySuccesses(Parcels):
    """OPS-17: what was refused is not counted."""

    def count(self, route: str, outcome: str) -> None:
        if outcome != "refused":
            super().count(route, outcome)


class CountedTwice(Parcels):
    """OPS-17: the operation counts, and so does what calls it."""

    def accept(self, name: str, asked: Mapping[str, Any]) -> None:
        super().accept(name, asked)
        self.count("/parcels/{name}", "accepted")


class RawPaths(Parcels):
    """OPS-18: each parcel has a series of its own."""

    def put(self, name: str, asked: Mapping[str, Any], environ: Mapping[str, Any]) -> tuple[int, Any]:
        self.count(f"/parcels/{name}", "asked")
        return super().put(name, asked, environ)


class SeriesForEach(Parcels):
    """OPS-18: the label is not the path, and differs from one parcel to the next all the same."""

    def put(self, name: str, asked: Mapping[str, Any], environ: Mapping[str, Any]) -> tuple[int, Any]:
        self.count(f"/parcels/{hash(name)}", "asked")
        return super().put(name, asked, environ)


class Unaudited(Parcels):
    """OPS-19: a change leaves no entry."""

    def store(self, connection: sqlite3.Connection, name: str, weight: int, price: str) -> None:
        super().store(connection, name, weight, price)
        connection.execute("DELETE FROM audit WHERE what = ?", (name,))


class AuditedFirst(Parcels):
    """OPS-20: the entry is written on a connection of its own, before it is known whether there is a change."""

    def accept(self, name: str, asked: Mapping[str, Any]) -> None:
        with self.transaction() as connection:
            connection.execute("INSERT INTO audit VALUES (?, ?)", (dt.datetime.now(dt.UTC).isoformat(), name))
        super().accept(name, asked)

    def store(self, connection: sqlite3.Connection, name: str, weight: int, price: str) -> None:
        connection.execute("INSERT OR REPLACE INTO parcels VALUES (?, ?, ?)", (name, weight, price))


class OneByOne(Parcels):
    """OPS-21: the first that is missing ends it, and nobody is told of the next."""

    def read_settings(self) -> Settings:
        for name in ("CARRIER_URL", "DEPOT_ADDRESS", "DATABASE", "MOST_KILOGRAMS", "CARRIER_TOKEN"):
            if name not in os.environ:
                sys.exit(f"{name} is missing")
        return super().read_settings()


class ReadLate(Parcels):
    """OPS-22: a number is read as one when the first parcel comes."""

    def read_settings(self) -> Settings:
        os.environ["MOST_KILOGRAMS"] = os.environ["MOST_KILOGRAMS"].replace("thirty", "30")
        return super().read_settings()


class ForEver(Parcels):
    """OPS-24: a thread that nobody ends keeps the process."""

    def __init__(self) -> None:
        super().__init__()
        threading.Thread(target=self.watch).start()

    def watch(self) -> None:
        while True:
            time.sleep(0.1)


class LeftOpen(Parcels):
    """OPS-25: the connection to the depot is not closed."""

    def close(self) -> None:
        pass


class Flushed(logging.StreamHandler[Any]):
    """Raises where it cannot write, as `print` does."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream.write(self.format(record) + "\n")
        self.stream.flush()


class NoLogNoParcel(Parcels):
    """OPS-26: what cannot be logged is not done."""

    def handler(self, stream: Any) -> logging.Handler:
        return Flushed(stream)


class CountedFirst(Parcels):
    """OPS-27: what cannot be counted is not done."""

    def count(self, route: str, outcome: str) -> None:
        host, _, port = os.environ["STATSD_ADDRESS"].rpartition(":")
        with closing(socket.create_connection((host, int(port)), timeout=5.0)) as connection:
            connection.sendall(b"parcels:1|c\n")
        super().count(route, outcome)

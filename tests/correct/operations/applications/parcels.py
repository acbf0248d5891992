"""Parcels over WSGI, on nothing but the standard library: all that the contract asks for, in one application.

It runs in a process of its own, and imports nothing of dovetail, so that it starts fast.
"""

from __future__ import annotations

import atexit
import contextvars
import datetime as dt
import http.client
import json
import logging
import os
import re
import socket
import sqlite3
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

log = logging.getLogger("parcels")
_current: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_ROUTE = re.compile(r"/parcels/([^/]+)")

SCHEMA = """
    CREATE TABLE IF NOT EXISTS parcels (name TEXT PRIMARY KEY, weight INTEGER, price TEXT);
    CREATE TABLE IF NOT EXISTS audit (at TEXT, what TEXT);
    CREATE TABLE IF NOT EXISTS events (request_id TEXT, what TEXT);
"""


class Refused(Exception):
    """What is answered with 422."""


class Down(Exception):
    """What is answered with 503; the message names what is down."""


@dataclass(frozen=True)
class Settings:
    carrier: str
    depot: tuple[str, int]
    database: str
    most: int
    token: str = field(repr=False)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        wrong = [
            name for name in ("CARRIER_URL", "DEPOT_ADDRESS", "DATABASE", "CARRIER_TOKEN") if not environ.get(name)
        ]
        host, _, port = environ.get("DEPOT_ADDRESS", "").rpartition(":")
        if "DEPOT_ADDRESS" not in wrong and not port.isdigit():
            wrong.append("DEPOT_ADDRESS")
        if not environ.get("MOST_KILOGRAMS", "").isdigit():
            wrong.append("MOST_KILOGRAMS")
        if wrong:
            sys.exit(f"missing or wrong: {', '.join(wrong)}")
        return cls(
            environ["CARRIER_URL"],
            (host, int(port)),
            environ["DATABASE"],
            int(environ["MOST_KILOGRAMS"]),
            environ["CARRIER_TOKEN"],
        )


def settings() -> Settings:
    return Settings.read(os.environ)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(self.fields(record))

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        found = {
            "level": record.levelname,
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "event": record.getMessage(),
            "request_id": _current.get(),
            **getattr(record, "data", {}),
        }
        if record.exc_info:
            found["traceback"] = self.formatException(record.exc_info)
        return found


class Depot:
    """One connection to the depot, which is asked a line at a time."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._connection: socket.socket | None = None

    def has_room(self, seconds: float = 1.5) -> bool:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = socket.create_connection(self._address, timeout=seconds)
                self._connection.settimeout(seconds)
                self._connection.sendall(b"room?\n")
                if answer := self._connection.recv(64):
                    return answer == b"yes\n"
                raise OSError("closed")
            except OSError as error:
                self.close()
                raise Down("depot") from error

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class Parcels:
    """The application."""

    formatter: type[logging.Formatter] = JsonLines
    depot: Any

    def __init__(self) -> None:
        self.settings = self.read_settings()
        self.counts: Counter[tuple[str, str]] = Counter()
        self.lock = threading.Lock()
        self.log_to(sys.stdout)
        self.depot = self.depot_of(self.settings.depot)
        with self.transaction() as connection:
            connection.executescript(SCHEMA)
        atexit.register(self.close)

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.bind(self.identity(environ.get("HTTP_X_REQUEST_ID", "")))
        status, body = self.answered(environ)
        text = body if isinstance(body, str) else json.dumps(body)
        start_response(f"{status} -", [("Content-Type", "application/json"), *self.returned(status)])
        return [text.encode()]

    def read_settings(self) -> Settings:
        return settings()

    def log_to(self, stream: Any) -> None:
        handler = self.handler(stream)
        handler.setFormatter(self.formatter())
        log.addHandler(handler)
        log.setLevel(logging.INFO)

    def handler(self, stream: Any) -> logging.Handler:
        return logging.StreamHandler(stream)

    def depot_of(self, address: tuple[str, int]) -> Any:
        return Depot(address)

    def identity(self, given: str) -> str:
        return given if _ID.fullmatch(given) else str(uuid.uuid4())

    def bind(self, identity: str) -> None:
        _current.set(identity)

    def current(self) -> str:
        return _current.get()

    def returned(self, status: int) -> list[tuple[str, str]]:
        return [("X-Request-ID", self.current())]

    def answered(self, environ: Mapping[str, Any]) -> tuple[int, Any]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        match path:
            case "/live":
                return self.live()
            case "/ready":
                return self.ready()
            case "/metrics":
                return 200, self.metrics()
        found = _ROUTE.fullmatch(path.replace("\n", " ").replace("\r", " "))
        if environ["REQUEST_METHOD"] != "PUT" or found is None:
            self.count("unknown", "lost")
            return 404, {"error": "no such path"}
        size = int(environ.get("CONTENT_LENGTH") or 0)
        return self.put(unquote(path.removeprefix("/parcels/")), json.loads(environ["wsgi.input"].read(size)), environ)

    def put(self, name: str, asked: Mapping[str, Any], environ: Mapping[str, Any]) -> tuple[int, Any]:
        outcome, answer = "accepted", (201, {"parcel": name})
        try:
            self.accept(name, asked)
        except Refused as error:
            outcome, answer = "refused", (422, {"error": str(error)})
            self.refused(name, asked)
        except Down as error:
            outcome, answer = "failed", (503, {"error": f"{error} is down"})
            log.exception("parcel failed", extra={"data": {"parcel": name}})
        self.count("/parcels/{name}", outcome)
        return answer

    def refused(self, name: str, asked: Mapping[str, Any]) -> None:
        log.warning("parcel refused", extra={"data": {"parcel": name, "note": asked.get("note")}})

    def accept(self, name: str, asked: Mapping[str, Any]) -> None:
        if asked["weight"] > self.settings.most:
            raise Refused(f"more than {self.settings.most} kg")
        if not self.depot.has_room():
            raise Refused("the depot is full")
        price = self.price()
        with self.transaction() as connection:
            self.store(connection, name, asked["weight"], price)
        log.info("parcel accepted", extra={"data": {"parcel": name, "note": asked.get("note")}})
        self.in_background(lambda: log.info("label printed", extra={"data": {"parcel": name}}))

    def store(self, connection: sqlite3.Connection, name: str, weight: int, price: str) -> None:
        connection.execute("INSERT OR REPLACE INTO parcels VALUES (?, ?, ?)", (name, weight, price))
        connection.execute("INSERT INTO audit VALUES (?, ?)", (dt.datetime.now(dt.UTC).isoformat(), name))
        connection.execute("INSERT INTO events VALUES (?, ?)", (self.current(), f"accepted {name}"))

    def in_background(self, work: Callable[[], None]) -> None:
        context = contextvars.copy_context()
        threading.Thread(target=lambda: context.run(work)).start()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.settings.database, timeout=30.0)) as connection, connection:
            yield connection

    def price(self) -> str:
        carrier = urlsplit(self.settings.carrier)
        connection = http.client.HTTPConnection(carrier.hostname or "", carrier.port, timeout=20.0)
        with closing(connection):
            try:
                connection.request("GET", "/price", headers=self.outgoing())
                reply = connection.getresponse()
                if reply.status != 200:
                    raise Down("carrier")
                return str(json.loads(reply.read())["price"])
            except (OSError, http.client.HTTPException) as error:
                raise Down("carrier") from error

    def outgoing(self) -> dict[str, str]:
        return {"X-Request-ID": self.current(), "Authorization": f"Bearer {self.settings.token}"}

    def live(self) -> tuple[int, Any]:
        return 200, {"alive": True}

    def ready(self) -> tuple[int, Any]:
        try:
            self.depot.has_room()
        except Down as error:
            return 503, {"down": str(error)}
        return 200, {"ready": True}

    def count(self, route: str, outcome: str) -> None:
        with self.lock:
            self.counts[route, outcome] += 1

    def metrics(self) -> str:
        with self.lock:
            lines = [
                f'parcels_total{{route="{route}",outcome="{outcome}"}} {count}'
                for (route, outcome), count in sorted(self.counts.items())
                if route != "unknown"
            ]
        return "\n".join(["# TYPE parcels_total counter", "up 1", *lines, ""])

    def close(self) -> None:
        self.depot.close()


def make() -> Parcels:
    return Parcels()

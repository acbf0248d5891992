"""EVT-26 over plain psycopg: a store of the test's own, that can hold nobody up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
import pytest
from hypothesis import Phase, settings

from dovetail import EventStoreContract, raises
from dovetail.suites.kernel.outcome import Verdict
from zoos import report_of, told

_GLANCE = settings(max_examples=3, derandomize=True, database=None, phases=[Phase.generate])


class Behind(Exception):
    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"expected {expected}, and it is {actual}")


@dataclass(frozen=True)
class Rang:
    bell: str
    times: int


@dataclass(frozen=True)
class Recorded:
    position: int
    event: Rang


class Bells(Protocol):
    def append(self, stream: str, events: list[Rang], expected_version: int) -> None: ...
    def load(self, stream: str) -> list[Rang]: ...
    def read_all(self, after: int = 0) -> list[Recorded]: ...


class PsycopgBells:
    """Writers wait for each other, so that positions are committed in their order."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def append(self, stream: str, events: list[Rang], expected_version: int) -> None:
        self.queue()
        found = self._connection.execute("SELECT count(*) FROM bells WHERE stream = %s", (stream,)).fetchone()
        actual = found[0] if found else 0
        if actual != expected_version:
            self._connection.rollback()
            raise Behind(expected_version, actual)
        for number, event in enumerate(events, start=actual + 1):
            row = (stream, number, json.dumps([event.bell, event.times]))
            self._connection.execute("INSERT INTO bells (stream, number, body) VALUES (%s, %s, %s)", row)
        self._connection.commit()

    def queue(self) -> None:
        self._connection.execute("SELECT pg_advisory_xact_lock(7)")

    def load(self, stream: str) -> list[Rang]:
        rows = self._connection.execute("SELECT body FROM bells WHERE stream = %s ORDER BY number", (stream,))
        return [Rang(*json.loads(body)) for (body,) in rows]

    def read_all(self, after: int = 0) -> list[Recorded]:
        rows = self._connection.execute("SELECT position, body FROM bells WHERE position > %s ORDER BY 1", (after,))
        return [Recorded(position, Rang(*json.loads(body))) for position, body in rows]


class UnqueuedBells(PsycopgBells):
    """EVT-26: the sequence gives positions, and nobody waits."""

    def queue(self) -> None:
        pass


class Server:
    concurrent = True

    def __init__(self, url: str, adapter: Any) -> None:
        self._url = url.replace("+psycopg", "")
        self._adapter = adapter
        with psycopg.connect(self._url) as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS bells (position bigserial PRIMARY KEY, stream text, number int, body text,"
                " UNIQUE (stream, number))"
            )

    @contextmanager
    def connect(self) -> Iterator[Any]:
        with psycopg.connect(self._url) as connection:
            yield self._adapter(connection)

    def clear(self) -> None:
        with psycopg.connect(self._url) as connection:
            connection.execute("TRUNCATE bells")


class BellsContract(EventStoreContract):
    port = Bells
    conflict = raises(Behind)


@pytest.mark.parametrize(("adapter", "verdict"), [(UnqueuedBells, Verdict.BROKEN), (PsycopgBells, Verdict.HELD)])
def test_a_late_commit_over_plain_psycopg(postgres_url: str, adapter: Any, verdict: Verdict) -> None:
    suite = type("Suite", (BellsContract,), {"store": staticmethod(lambda: Server(postgres_url, adapter))})

    report = report_of(suite, _GLANCE, lambda check: check.clause == "EVT-26")

    assert report.outcomes["EVT-26"].verdict is verdict, (report.outcomes["EVT-26"], told(report))

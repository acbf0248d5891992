"""An outbox against `sqlite3` itself: a relay takes a batch at once, and deletes what the broker has taken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_sqlite import FileStore, SqliteUnit
from dovetail import Outbox

LEASE = timedelta(minutes=1)
SCHEMA = "CREATE TABLE outbox (place INTEGER PRIMARY KEY, id TEXT NOT NULL, body TEXT NOT NULL, free_at TEXT NOT NULL)"


class BrokerDownError(Exception):
    """What the client of this broker raises."""


class UnitWithOutbox(SqliteUnit):
    def post(self, body: dict[str, str]) -> None:
        self.connection.execute(
            "INSERT INTO outbox (id, body, free_at) VALUES (?, ?, '')", (str(uuid4()), json.dumps(body))
        )


def unsent(uow: UnitWithOutbox) -> list[str]:
    with closing(sqlite3.connect(uow.path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM outbox")]


class Relay:
    """Stops at the first message that the broker refuses, and gives back all that it had taken besides."""

    def __init__(self, path: Path, publish: Callable[[str], Any], now: datetime) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.publish = publish
        self.now = now

    def run(self, limit: int = 10) -> int:
        with closing(self.connection):
            taken = self.take(limit)
            for place, (message_id, body) in enumerate(taken):
                try:
                    self.publish(json.dumps({"headers": {"id": message_id}, "body": json.loads(body)}))
                except BrokerDownError:
                    self.give_back([each[0] for each in taken[place:]])
                    return place
                self.connection.execute("DELETE FROM outbox WHERE id = ?", (message_id,))
            return len(taken)

    def take(self, limit: int) -> list[tuple[str, str]]:
        """Take nothing while another relay has anything, so that the order is kept."""
        self.connection.execute("BEGIN IMMEDIATE")
        now, until = self.now.isoformat(), (self.now + LEASE).isoformat()
        rows = self.connection.execute(
            "SELECT id, body, free_at FROM outbox ORDER BY place LIMIT ?", (limit,)
        ).fetchall()
        if any(row[2] > now for row in rows):
            rows = []
        for row in rows:
            self.connection.execute("UPDATE outbox SET free_at = ? WHERE id = ?", (until, row[0]))
        self.connection.execute("COMMIT")
        return [(row[0], row[1]) for row in rows]

    def give_back(self, ids: list[str]) -> None:
        self.connection.executemany("UPDATE outbox SET free_at = '' WHERE id = ?", [(each,) for each in ids])


class OutboxFileStore(FileStore[UnitWithOutbox]):
    """A SQLite file with the table of the outbox."""

    def __init__(self) -> None:
        super().__init__(UnitWithOutbox)
        self._do(lambda connection: connection.executescript(SCHEMA))

    def clear(self) -> None:
        super().clear()
        self._do(lambda connection: connection.execute("DELETE FROM outbox"))


def joins(unit: Any, member: Member) -> None:
    """Something to send comes up."""
    unit.post({"member": member.id})


class TestSqliteOutbox(LendingContract):
    emits = staticmethod(joins)
    outbox = Outbox(
        rows=unsent,
        relay=lambda uow, publish, limit, now: Relay(uow.path, publish, now).run(limit),
        id=lambda message: json.loads(message)["headers"]["id"],
        key=lambda message: json.loads(message)["body"]["member"],
        lease=LEASE,
        refusal=BrokerDownError,
    )
    store = staticmethod(OutboxFileStore)

"""Rooms of a hotel: a plain record whose rules stand in the tables alone, so that its strategy has to state them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Protocol

from hypothesis import strategies as st

from correct.repositories.databases import SqliteStore
from dovetail import RepositoryContract


@dataclass
class Room:
    number: str
    floor: int
    beds: list[str] = field(default_factory=list)
    view: str | None = None


class Rooms(Protocol):
    def store(self, room: Room) -> None: ...

    def lookup(self, number: str) -> Room | None: ...

    def discard(self, number: str) -> bool: ...

    def list_by_floor(self, floor: int) -> list[Room]: ...


SCHEMA = """
CREATE TABLE rooms (number TEXT PRIMARY KEY, floor INTEGER CHECK (floor BETWEEN 1 AND 12), view TEXT);
CREATE TABLE kinds (id INTEGER PRIMARY KEY, kind TEXT UNIQUE);
CREATE TABLE beds (room TEXT REFERENCES rooms ON DELETE CASCADE, n INTEGER, kind INTEGER REFERENCES kinds);
INSERT INTO kinds VALUES (1, 'single'), (2, 'double');
"""


class Floors:
    """Upserts the room and writes its beds anew, as rows of a catalogue: a bed that is not in it does not exist."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA read_uncommitted = ON")
        self._db = connection

    def store(self, room: Room) -> None:
        with self._db:
            self._db.execute(
                "INSERT INTO rooms VALUES (?, ?, ?)"
                " ON CONFLICT (number) DO UPDATE SET floor = excluded.floor, view = excluded.view",
                [room.number, room.floor, room.view],
            )
            self._db.execute("DELETE FROM beds WHERE room = ?", [room.number])
            beds = [(room.number, n, kind) for n, kind in enumerate(room.beds)]
            self._db.executemany("INSERT INTO beds SELECT ?, ?, id FROM kinds WHERE kind = ?", beds)

    def lookup(self, number: str) -> Room | None:
        return next(iter(self._rooms("number = ?", number)), None)

    def discard(self, number: str) -> bool:
        with self._db:
            return self._db.execute("DELETE FROM rooms WHERE number = ?", [number]).rowcount == 1

    def list_by_floor(self, floor: int) -> list[Room]:
        return self._rooms("floor = ?", floor)

    def _rooms(self, condition: str, value: object) -> list[Room]:
        rows = self._db.execute(f"SELECT number, floor, view FROM rooms WHERE {condition}", [value]).fetchall()
        return [Room(number, floor, self._beds(number), view) for number, floor, view in rows]

    def _beds(self, number: str) -> list[str]:
        found = "SELECT kinds.kind FROM beds JOIN kinds ON kinds.id = beds.kind WHERE room = ? ORDER BY n"
        return [kind for (kind,) in self._db.execute(found, [number])]


class RoomsContract(RepositoryContract):
    port = Rooms
    aggregates = st.builds(
        Room,
        number=st.from_regex(r"[1-9][0-9]{2}", fullmatch=True),
        floor=st.integers(1, 12),
        beds=st.lists(st.sampled_from(["single", "double"]), min_size=1, max_size=3),
        view=st.sampled_from([None, "", "sea", "garden"]),
    )


class TestFloors(RoomsContract):
    store = staticmethod(lambda: SqliteStore(SCHEMA, Floors))

"""Sensors in the field: integer keys, readings in a tuple, floats; ports without annotations of what is absent."""

from __future__ import annotations

import json
import math
import sqlite3
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from correct.repositories.databases import SqliteStore
from dovetail import RepositoryContract, returns


class Kind(Enum):
    TEMPERATURE = auto()
    HUMIDITY = auto()


@dataclass(frozen=True, slots=True)
class Reading:
    value: float
    taken_at: datetime

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError("a reading is a number")


@dataclass(slots=True, kw_only=True)
class Sensor:
    number: int
    kind: Kind
    place: str
    active: bool = True
    battery: float | None = None
    readings: tuple[Reading, ...] = ()
    labels: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.battery is not None and not math.isfinite(self.battery):
            raise ValueError("a battery's charge is a number")

    def read(self, value: float, at: datetime) -> None:
        self.readings = (*self.readings, Reading(value, at))

    def forget_readings(self) -> None:
        self.readings = ()

    def label(self, *labels: str) -> None:
        self.labels = self.labels | frozenset(labels)

    def retire(self) -> None:
        self.active = False


class SensorStore(Protocol):
    """Unannotated where it matters: nothing says what `find` answers."""

    def insert(self, sensor: Sensor): ...  # type: ignore[no-untyped-def]

    def replace(self, sensor: Sensor): ...  # type: ignore[no-untyped-def]

    def find(self, number: int): ...  # type: ignore[no-untyped-def]

    def delete(self, number: int) -> int: ...

    def find_by_kind(self, kind: Kind, active: bool) -> list[Sensor]: ...

    def list(self) -> list[Sensor]: ...


class Duplicate(Exception):
    """There is such a sensor already."""


class Dictionary:
    """Copies made by hand."""

    def __init__(self) -> None:
        self.rows: dict[int, Sensor] = {}

    def insert(self, sensor: Sensor):  # type: ignore[no-untyped-def]
        if sensor.number in self.rows:
            raise Duplicate(sensor.number)
        self.rows[sensor.number] = replace(sensor)

    def replace(self, sensor: Sensor):  # type: ignore[no-untyped-def]
        self.rows[sensor.number] = replace(sensor)

    def find(self, number: int):  # type: ignore[no-untyped-def]
        return replace(self.rows[number]) if number in self.rows else None

    def delete(self, number: int) -> int:
        return 0 if self.rows.pop(number, None) is None else 1

    def find_by_kind(self, kind: Kind, active: bool) -> list[Sensor]:
        return [sensor for sensor in self.list() if sensor.kind is kind and sensor.active == active]

    def list(self) -> list[Sensor]:
        return [replace(sensor) for sensor in self.rows.values()]


SCHEMA = """
CREATE TABLE sensors (number INTEGER PRIMARY KEY, kind TEXT, place TEXT, active INTEGER, battery REAL, labels TEXT);
CREATE TABLE readings (sensor INTEGER REFERENCES sensors ON DELETE CASCADE, n INTEGER, value REAL, taken_at TEXT);
"""


class Rows:
    """sqlite3, rows by name, foreign keys that cascade."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA read_uncommitted = ON")
        self._db = connection

    def insert(self, sensor: Sensor):  # type: ignore[no-untyped-def]
        with self._db:
            try:
                self._db.execute(
                    "INSERT INTO sensors VALUES (:number, :kind, :place, :active, :battery, :labels)", self._row(sensor)
                )
            except sqlite3.IntegrityError as error:
                raise Duplicate(sensor.number) from error
            self._add_readings(sensor)

    def replace(self, sensor: Sensor):  # type: ignore[no-untyped-def]
        with self._db:
            self._db.execute(
                "UPDATE sensors SET kind = :kind, place = :place, active = :active, battery = :battery,"
                " labels = :labels WHERE number = :number",
                self._row(sensor),
            )
            self._db.execute("DELETE FROM readings WHERE sensor = ?", [sensor.number])
            self._add_readings(sensor)

    def find(self, number: int):  # type: ignore[no-untyped-def]
        row = self._db.execute("SELECT * FROM sensors WHERE number = ?", [number]).fetchone()
        return self._sensor(row) if row else None

    def delete(self, number: int) -> int:
        with self._db:
            return self._db.execute("DELETE FROM sensors WHERE number = ?", [number]).rowcount

    def find_by_kind(self, kind: Kind, active: bool) -> list[Sensor]:
        found = self._db.execute("SELECT * FROM sensors WHERE kind = ? AND active = ?", [kind.name, active])
        return [self._sensor(row) for row in found.fetchall()]

    def _add_readings(self, sensor: Sensor) -> None:
        rows = [(sensor.number, n, each.value, each.taken_at.isoformat()) for n, each in enumerate(sensor.readings)]
        self._db.executemany("INSERT INTO readings VALUES (?, ?, ?, ?)", rows)

    def _row(self, sensor: Sensor) -> dict[str, object]:
        return {
            "number": sensor.number,
            "kind": sensor.kind.name,
            "place": sensor.place,
            "active": sensor.active,
            "battery": sensor.battery,
            "labels": json.dumps(sorted(sensor.labels)),
        }

    def _sensor(self, row: sqlite3.Row) -> Sensor:
        readings = self._db.execute(
            "SELECT value, taken_at FROM readings WHERE sensor = ? ORDER BY n", [row["number"]]
        ).fetchall()
        return Sensor(
            number=row["number"],
            kind=Kind[row["kind"]],
            place=row["place"],
            active=bool(row["active"]),
            battery=row["battery"],
            labels=frozenset(json.loads(row["labels"])),
            readings=tuple(Reading(value, datetime.fromisoformat(taken_at)) for value, taken_at in readings),
        )

    def list(self) -> list[Sensor]:
        return [self._sensor(row) for row in self._db.execute("SELECT * FROM sensors").fetchall()]


class SensorContract(RepositoryContract):
    port = SensorStore
    missing = returns(None)
    missing_delete = returns(0)


class Remembered(SensorContract):
    adapter = Dictionary


class ByHand(SensorContract):
    store = SqliteStore(SCHEMA, Rows)

"""Lighthouses: a position that is a pair, and a code that no two share and that refuses what is no code."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from correct.repositories.databases import SqliteStore
from dovetail import RepositoryContract, raises

SCHEMA = """
CREATE TABLE lighthouses (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, latitude REAL NOT NULL, longitude REAL NOT NULL, light TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class Code:
    """Two letters and four digits."""

    text: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{2}[0-9]{4}", self.text):
            raise ValueError(f"{self.text!r} is no code")


class CodeTaken(Exception):
    """Another lighthouse has that code."""


@dataclass
class Lighthouse:
    id: UUID
    code: Code
    position: tuple[float, float]
    light: str = "white"

    def paint(self, light: str) -> None:
        self.light = light


class Lighthouses(Protocol):
    def save(self, lighthouse: Lighthouse) -> None: ...
    def get(self, lighthouse_id: UUID) -> Lighthouse | None: ...
    def list_all(self) -> list[Lighthouse]: ...


class LighthousesInSqlite:
    """Columns that are NOT NULL refuse what is not a number, where SQLite would else keep NULL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def save(self, lighthouse: Lighthouse) -> None:
        latitude, longitude = lighthouse.position
        row = (lighthouse.id.hex, lighthouse.code.text, latitude, longitude, lighthouse.light)
        try:
            with self.connection:
                self.connection.execute(
                    "INSERT INTO lighthouses VALUES (?, ?, ?, ?, ?)"
                    " ON CONFLICT (id) DO UPDATE SET code = excluded.code, latitude = excluded.latitude,"
                    " longitude = excluded.longitude, light = excluded.light",
                    row,
                )
        except sqlite3.IntegrityError as error:
            if "code" in str(error):
                raise CodeTaken(lighthouse.code) from error
            raise

    def get(self, lighthouse_id: UUID) -> Lighthouse | None:
        query = self.connection.execute("SELECT * FROM lighthouses WHERE id = ?", (lighthouse_id.hex,))
        found = query.fetchone()
        return None if found is None else self._lighthouse(found)

    def list_all(self) -> list[Lighthouse]:
        return [self._lighthouse(row) for row in self.connection.execute("SELECT * FROM lighthouses")]

    def _lighthouse(self, row: tuple[str, str, float, float, str]) -> Lighthouse:
        return Lighthouse(UUID(row[0]), Code(row[1]), (row[2], row[3]), row[4])


class LighthouseContract(RepositoryContract):
    port = Lighthouses
    unique = {"code": raises(CodeTaken)}


class InSqlite(LighthouseContract):
    store = SqliteStore(SCHEMA, LighthousesInSqlite)

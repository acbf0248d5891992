"""Hiking trails in plain sqlite3, listed by pages of several makes."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Trail:
    id: str
    region: str
    metres: int
    stages: list[str] = field(default_factory=list)


class Trails(Protocol):
    def save(self, trail: Trail) -> None: ...
    def get(self, trail_id: str) -> Trail | None: ...
    def browse(self, page: int | None = None, per_page: int = 10) -> list[Trail]: ...
    def find_by_region(self, region: str, limit: int = 50, after: str | None = None) -> list[Trail]: ...
    def longest(self, n: int) -> list[Trail]: ...
    def rest(self, offset: int = 0) -> list[Trail]: ...
    def steepest_first(self) -> list[Trail]: ...
    def list(self, take: int, skip: int) -> list[Trail]: ...


class SqliteTrails:
    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(
            "CREATE TABLE trails (id TEXT PRIMARY KEY, region TEXT NOT NULL, metres INTEGER NOT NULL);"
            "CREATE TABLE stages (trail TEXT, number INTEGER, name TEXT NOT NULL, PRIMARY KEY (trail, number));"
        )

    def save(self, trail: Trail) -> None:
        with self._db:
            self._db.execute("DELETE FROM stages WHERE trail = ?", (trail.id,))
            self._db.execute("REPLACE INTO trails VALUES (?, ?, ?)", (trail.id, trail.region, trail.metres))
            rows = [(trail.id, n, name) for n, name in enumerate(trail.stages)]
            self._db.executemany("INSERT INTO stages VALUES (?, ?, ?)", rows)

    def get(self, trail_id: str) -> Trail | None:
        return next(iter(self._select("WHERE id = ?", trail_id)), None)

    def browse(self, page: int | None = None, per_page: int = 10) -> list[Trail]:
        number = 1 if page is None else page
        if number < 1:
            raise ValueError("pages are counted from 1")
        return self._select("ORDER BY id LIMIT ? OFFSET ?", per_page, (number - 1) * per_page)

    def find_by_region(self, region: str, limit: int = 50, after: str | None = None) -> list[Trail]:
        where = "WHERE region = ? AND (? IS NULL OR id > ?) ORDER BY id LIMIT ?"
        return self._select(where, region, after, after, limit)

    def longest(self, n: int) -> list[Trail]:
        if n > 100:
            raise ValueError("not more than a hundred")
        return self._select("ORDER BY metres DESC, id LIMIT ?", n)

    def rest(self, offset: int = 0) -> list[Trail]:
        return self._select("ORDER BY id LIMIT -1 OFFSET ?", offset)

    def steepest_first(self) -> list[Trail]:
        return self._select("ORDER BY metres")

    def _select(self, clauses: str, *given: object) -> list[Trail]:
        rows = self._db.execute(f"SELECT id, region, metres FROM trails {clauses}", given)
        return [Trail(key, region, metres, self._stages(key)) for key, region, metres in rows.fetchall()]

    def _stages(self, trail_id: str) -> list[str]:
        rows = self._db.execute("SELECT name FROM stages WHERE trail = ? ORDER BY number", (trail_id,))
        return [name for (name,) in rows]

    def list(self, take: int, skip: int) -> list[Trail]:
        return self._select("ORDER BY id LIMIT ? OFFSET ?", take, skip)


class TrailsContract(RepositoryContract):
    port = Trails
    order = {"longest": lambda trail: -trail.metres, "steepest_first": lambda trail: trail.metres}


class TestSqliteTrails(TrailsContract):
    adapter = SqliteTrails

"""Lighthouses that come back as others, or do not come back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from correct.repositories.databases import SqliteStore
from correct.repositories.lighthouses import SCHEMA, Code, Lighthouse, LighthouseContract, LighthousesInSqlite

contract = LighthouseContract


def store(adapter: Any) -> Any:
    """A database of its own."""
    return SqliteStore(SCHEMA, adapter)


class ListsTheFirstFifty(LighthousesInSqlite):
    """REPO-16: a limit that was meant for a page of the web site."""

    def list_all(self) -> list[Lighthouse]:
        return super().list_all()[:50]


class LeavesOutTheUsualLight(LighthousesInSqlite):
    """REPO-01: what has its usual value is not stored, and read as another."""

    def save(self, lighthouse: Lighthouse) -> None:
        super().save(lighthouse)
        with self.connection:
            self.connection.execute("UPDATE lighthouses SET light = '' WHERE light = 'white'")

    def _lighthouse(self, row: tuple[str, str, float, float, str]) -> Lighthouse:
        return Lighthouse(UUID(row[0]), Code(row[1]), (row[2], row[3]), row[4] or "red")

"""Lighthouses in columns that take NULL, which is what SQLite keeps of a number that is none."""

from __future__ import annotations

from typing import Any

from correct.repositories.databases import SqliteStore
from correct.repositories.lighthouses import SCHEMA, LighthouseContract, LighthousesInSqlite

contract = LighthouseContract


def store(adapter: Any) -> Any:
    """A database whose columns take NULL too."""
    return SqliteStore(SCHEMA.replace("REAL NOT NULL", "REAL"), adapter)


class KeepsNoNan(LighthousesInSqlite):
    """REPO-01, REPO-03, REPO-04, REPO-05, REPO-06, REPO-07, REPO-16, REPO-22: what is no number is lost."""

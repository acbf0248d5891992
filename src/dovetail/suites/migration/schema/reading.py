"""Reads the schema of a database of any kind that is known."""

from __future__ import annotations

from collections.abc import Collection

from dovetail.suites.migration.schema import postgresql, sqlite
from dovetail.suites.migration.schema.schema import Execute, Schema

KNOWN = {"sqlite": sqlite.read, "postgresql": postgresql.read}
"""The databases whose schema can be read."""


def read_schema(dialect: str, execute: Execute, without: Collection[str]) -> Schema:
    """The schema of the database in which statements run; without the tables of the migration tool itself."""
    return KNOWN[dialect](execute, without)

"""Reads and writes rows as the database itself has them, without any model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dovetail.suites.migration.schema.schema import Execute, Schema, Table
from dovetail.suites.migration.tools.tool import ScratchDatabase

Values = dict[str, Any]
"""The values of one row by column: as text on PostgreSQL, so that a changed type changes no value."""


def read_table(execute: Execute, table: Table, dialect: str) -> list[Values]:
    if not table.columns:
        return []
    # A plus, since sqlite3 would convert what is a column, by the type that it is declared with.
    wanted = [f"+{quoted(name)}" if dialect == "sqlite" else f"{quoted(name)}::text" for name in table.columns]
    rows = execute(f"SELECT {', '.join(wanted)} FROM {quoted_table(table.name)}")
    return [dict(zip(table.columns, row, strict=True)) for row in rows]


def read_rows(database: ScratchDatabase, schema: Schema) -> dict[str, list[Values]]:
    with database.transaction() as execute:
        return {name: read_table(execute, table, database.dialect) for name, table in schema.tables.items()}


def insert(execute: Execute, table: str, values: Mapping[str, Any], mark: str) -> None:
    names, marks = ", ".join(map(quoted, values)), ", ".join(mark for _ in values)
    if values:
        execute(f"INSERT INTO {quoted_table(table)} ({names}) VALUES ({marks})", *values.values())
    else:
        execute(f"INSERT INTO {quoted_table(table)} DEFAULT VALUES")


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'


def quoted_table(name: str) -> str:
    """A table's name, with its schema where it has one."""
    return ".".join(quoted(part) for part in name.split(".", 1))

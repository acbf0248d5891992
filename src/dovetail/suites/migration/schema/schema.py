"""A database's schema as a value, read from the database itself, whatever tool made it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Execute = Callable[..., Sequence[Sequence[Any]]]
"""Runs a statement with its parameters, and gives the rows that come of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: its name.
        type: its type, as the database writes it.
        nullable: whether it may be NULL.
        default: the expression of its default; None where it has none.
        labels: the values of its enum type, in their order; empty where it has none.
        generated: whether the database alone writes it.
    """

    name: str
    type: str
    nullable: bool
    default: str | None = None
    labels: tuple[str, ...] = ()
    generated: bool = False

    def __str__(self) -> str:
        default = "" if self.default is None else f" DEFAULT {self.default}"
        return f"{self.type}{'' if self.nullable else ' NOT NULL'}{default}"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that refer to those of another table."""

    columns: tuple[str, ...]
    table: str
    referred: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: its name, with its schema where that is not the usual one.
        columns: its columns by name.
        key: the columns of its primary key.
        foreign: its foreign keys.
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in which two schemas differ; what is not there is empty."""

    place: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Schema:
    """All that a database has, but for its rows.

    Attributes:
        tables: the tables by name.
        parts: all else, as text by its place: indexes, constraints, types, views, sequences, triggers, functions.
        enums: the values of each enum type, by its name.
        checks: by table, the conditions of its CHECK constraints: on PostgreSQL in a form of the database's own, on
            SQLite as they were written.
    """

    tables: Mapping[str, Table]
    parts: Mapping[str, str]
    enums: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    checks: Mapping[str, Collection[str]] = field(default_factory=dict)

    def lines(self) -> dict[str, str]:
        """Everything as text, by its place."""
        found = dict(self.parts)
        for table in self.tables.values():
            found[f"table {table.name}"] = f"PRIMARY KEY ({', '.join(table.key)})" if table.key else "no primary key"
            found |= {f"{table.name}.{name}": str(each) for name, each in table.columns.items()}
        return found


def differences(expected: Schema, got: Schema) -> list[Difference]:
    """Where two schemas differ, in the order of the places."""
    before, now = expected.lines(), got.lines()
    return [
        Difference(place, before.get(place, ""), now.get(place, ""))
        for place in sorted(before.keys() | now.keys())
        if before.get(place) != now.get(place)
    ]

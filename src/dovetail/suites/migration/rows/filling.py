"""Fills the tables of a schema with valid rows, before the next revision meets them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dovetail.suites.migration.rows.aggregates import Kept
from dovetail.suites.migration.rows.numbering import is_there, next_number
from dovetail.suites.migration.rows.reading import Values, insert, read_table
from dovetail.suites.migration.rows.values import Manner, has_room, is_text, value_of
from dovetail.suites.migration.schema.schema import Column, Schema, Table
from dovetail.suites.migration.tools.tool import ScratchDatabase

_NEEDED = (Manner.ORDINARY, Manner.FEW)  # of each table at each revision


@dataclass(eq=False, slots=True)
class Row:
    """A row that was inserted, as it is now.

    Attributes:
        table: its table.
        values: its values.
        unset: the columns that nobody has written, and that the database or a migration may fill.
        since: the revision at which it was inserted.
    """

    table: str
    values: Values
    unset: set[str] = field(default_factory=set)
    since: str = ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A row that a table is to get.

    Attributes:
        aggregate: what keeps such a row there; None where the row is made up.
        taken: the values that the aggregate's row has at head; None where the row is made up.
        manner: which values are made for the other columns.
    """

    aggregate: Kept | None = None
    taken: Values | None = None
    manner: Manner = Manner.ORDINARY


@dataclass(slots=True)
class Filling:
    """What is put into the tables.

    Attributes:
        database: the scratch database.
        head: the schema at head, whose types say what values a column will have to take.
        kept: aggregates in the rows that a repository keeps them in; the tables of those get no others.
        stated: by table, values that the contract states for some of the columns.
        refused: by table, why no row could be inserted, where that was so.
        number: how many rows were made.
        revisions: at how many revisions rows are put in.
    """

    database: ScratchDatabase
    head: Schema
    kept: list[Kept] = field(default_factory=list)
    stated: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    number: int = 0
    revisions: int = 1
    _each: int = 1
    _queues: list[list[Kept]] = field(default_factory=list)
    _covered: set[str] = field(default_factory=set)
    _emptied: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._covered = {table for each in self.kept for table in each.rows}
        queues: dict[int, list[Kept]] = {}
        for each in self.kept:
            queues.setdefault(id(each.scenario), []).append(each)
        self._queues = [*queues.values()]
        most = max(map(len, self._queues), default=0)
        self._each = max(1, -(-most // max(1, self.revisions)))

    def fill(self, schema: Schema, before: Schema | None, revision: str) -> Iterator[Row]:
        """Insert rows into every table, those that others refer to first.

        Args:
            schema: the schema as it is now.
            before: what it was one revision earlier; what was added since is left to its default.
            revision: the revision that made it.
        """
        made: dict[str, list[Row]] = {}
        aggregates = [each.pop(0) for each in self._queues for _ in range(self._each) if each]
        for each in aggregates:
            each.whole = all(table in schema.tables for table in each.rows)
        for table in _referred_first(schema):
            added = _added(table, before)
            for index, wanted in enumerate(self._wanted(table, aggregates)):
                self.number += 1
                row = self._insert(table, made, added, index, wanted)
                aggregate = wanted.aggregate
                if row is not None:
                    row.since = revision
                    if aggregate is None:  # what is made up must not become a part of an aggregate
                        made.setdefault(table.name, []).append(row)
                    else:
                        aggregate.made_up |= self._made_up(row, wanted.taken or {})
                    yield row
                elif aggregate is not None:
                    aggregate.whole = False

    def _wanted(self, table: Table, aggregates: Sequence[Kept]) -> Iterator[_Wanted]:
        """The rows to be put into a table: those of aggregates, where a repository keeps any in it, else made up."""
        if table.name not in self._covered:
            yield from (_Wanted(manner=each) for each in self._manners(table))
        for each in aggregates:
            yield from (_Wanted(each, row) for row in each.rows.get(table.name, ()))

    def _manners(self, table: Table) -> Iterator[Manner]:
        """Which rows a table gets; a column is empty in one row of all, since it may have to be unique later."""
        yield from _NEEDED
        if table.columns.keys() - self._emptied.get(table.name, ()) - set(table.key):
            yield Manner.EMPTY
        if any(not has_room(each, self._later(table, each)) for each in table.columns.values()):
            yield Manner.WIDE

    def _insert(
        self, table: Table, made: Mapping[str, list[Row]], added: Collection[str], index: int, wanted: _Wanted
    ) -> Row | None:
        """Insert a row, with small numbers where a condition refuses others; nobody misses one of an unusual manner."""
        is_made_up, manner = wanted.taken is None, wanted.manner
        for small in (False, True) if is_made_up else (False,):
            values = self._values(table, added, wanted, small=small)
            if is_made_up and not _refer(table, made, values, index):
                self.refused.setdefault(table.name, "a table that it refers to has no row")
                return None
            row = self._written(table, values, needed=manner in _NEEDED)
            if row is not None:
                if manner is Manner.EMPTY:
                    self._emptied.setdefault(table.name, set()).update(values)
                return row
        return None

    def _values(self, table: Table, added: Collection[str], wanted: _Wanted, *, small: bool) -> Values:
        values: Values = {}
        taken, manner = wanted.taken, wanted.manner
        few = manner is Manner.FEW
        for place, column in enumerate(table.columns.values()):
            if self._is_left_out(table, column, added, few=few, given=taken is not None):
                continue
            if taken is not None and column.name in taken:
                values[column.name] = taken[column.name]
            else:
                values[column.name] = self._value(table, column, place, manner, small=small)
        stated = self.stated.get(table.name)
        if stated:
            own = taken or {}
            one = stated[self.number % len(stated)]
            values |= {name: value for name, value in one.items() if name in table.columns and name not in own}
        return values

    def _made_up(self, row: Row, taken: Values) -> set[str]:
        """The columns of an aggregate's row that are neither its own nor stated."""
        stated = {column for each in self.stated.get(row.table, ()) for column in each}
        return {f"{row.table}.{column}" for column in row.values.keys() - row.unset - taken.keys() - stated}

    def _written(self, table: Table, values: Values, *, needed: bool) -> Row | None:
        try:
            with self.database.transaction() as execute:
                before = read_table(execute, table, self.database.dialect)
                insert(execute, table.name, values, self.database.mark)
                now = read_table(execute, table, self.database.dialect)
        except Exception as error:  # noqa: BLE001 - whatever the driver raises where a condition refuses the row
            if needed:
                self.refused[table.name] = " ".join(str(getattr(error, "orig", error)).split())
            return None
        self.refused.pop(table.name, None)
        for each in before:
            now.remove(each)
        return Row(table.name, now[0], {name for name in table.columns if name not in values}) if now else None

    def _is_left_out(self, table: Table, column: Column, added: Collection[str], *, few: bool, given: bool) -> bool:
        """Whether nobody writes a column: it is the database's own, new, or has a default that is to be tried too."""
        if column.generated:
            return True
        optional = column.nullable or column.default is not None
        if column.name in added or given:
            return optional and column.name in added
        return few and column.default is not None and (column.name not in table.key or self._is_free(table, column))

    def _is_free(self, table: Table, column: Column) -> bool:
        """Whether a sequence gives the key, and no row has the number that is next."""
        if self.database.dialect != "postgresql":
            return False
        with self.database.transaction() as execute:
            number = next_number(execute, table, column)
            return number is not None and not is_there(execute, table, column, number)

    def _value(self, table: Table, column: Column, place: int, manner: Manner, *, small: bool) -> Any:
        """A value for the type that the column has now, and for the one that it will have."""
        if manner is Manner.FEW and column.nullable and column.name not in table.key:
            return None
        later = self._later(table, column)
        if column.labels and later.labels:
            both = tuple(label for label in column.labels if label in later.labels) or column.labels
            return both[self.number % len(both)]
        if column.name in table.key or (manner is Manner.WIDE and has_room(column, later)):
            manner, small = Manner.ORDINARY, small and column.name not in table.key
        if manner is Manner.EMPTY and column.name in self._emptied.get(table.name, ()):
            manner = Manner.ORDINARY
        dialect = self.database.dialect
        if not column.labels and is_text(column.type) and (later.labels or not is_text(later.type)):
            return str(value_of(later, self.number, "postgresql", place=place, manner=manner, small=small))
        return value_of(column, self.number, dialect, place=place, manner=manner, small=small)

    def _later(self, table: Table, column: Column) -> Column:
        """The column of that name at head; the same one where there is none."""
        there = self.head.tables.get(table.name)
        return column if there is None else there.columns.get(column.name, column)


def _added(table: Table, before: Schema | None) -> set[str]:
    """The columns that a table got by the last revision, and had not before."""
    if before is None or table.name not in before.tables:
        return set()
    return set(table.columns) - set(before.tables[table.name].columns)


def _refer(table: Table, made: Mapping[str, list[Row]], values: Values, index: int) -> bool:
    """Let the columns of foreign keys refer to rows that are there; whether they can."""
    for foreign in table.foreign:
        referred = made.get(foreign.table)
        if referred and foreign.table != table.name:
            row = referred[index % len(referred)]
            values.update(
                {mine: row.values.get(its) for mine, its in zip(foreign.columns, foreign.referred, strict=True)}
            )
            continue
        nullable = [name for name in foreign.columns if table.columns[name].nullable]
        if nullable:
            values.update(dict.fromkeys(nullable))
        elif foreign.table == table.name:
            values.update({mine: values.get(its) for mine, its in zip(foreign.columns, foreign.referred, strict=True)})
        elif any(name in values for name in foreign.columns):
            return False
    return True


def _referred_first(schema: Schema) -> Iterator[Table]:
    """The tables, each after those that it refers to; a circle is broken anywhere."""
    done: set[str] = set()

    def visit(table: Table, above: frozenset[str]) -> Iterator[Table]:
        if table.name in done or table.name in above:
            return
        for foreign in table.foreign:
            if foreign.table in schema.tables:
                yield from visit(schema.tables[foreign.table], above | {table.name})
        if table.name not in done:
            done.add(table.name)
            yield table

    for name in sorted(schema.tables):
        yield from visit(schema.tables[name], frozenset())

"""The tables of a SQL store: made on first use, and emptied between examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import MetaData, inspect, literal, null, select
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.schema import sort_tables_and_constraints

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine, Table
    from sqlalchemy.sql.dml import Delete, Update

# The tables that held no row when dovetail first saw them: what is in them since is a test's, and may be deleted.
_SCRATCH: WeakKeyDictionary[Engine, set[str]] = WeakKeyDictionary()
# PostgreSQL would wait for ever for a transaction that an adapter left open.
_LOCK_TIMEOUT = "SET LOCAL lock_timeout = '15s'"

Rows: TypeAlias = "Mapping[Table, Sequence[Mapping[str, Any]]]"
"""By table, its rows: the values by the names of their columns."""


class Tables:
    """The tables of one metadata in one database.

    Args:
        metadata: the tables.
        disposable: whether rows that were there before the first use may be deleted.

    Raises:
        ContractError: where `metadata` is something else, or has no tables.
    """

    def __init__(self, metadata: MetaData, *, disposable: bool) -> None:
        if not isinstance(metadata, MetaData):
            raise ContractError(f"metadata={metadata!r} is not a MetaData", "metadata=Base.metadata")
        if not metadata.tables:
            raise ContractError(
                "the metadata has no tables",
                "import the modules that define the models, or run start_mappers(), before the store is made",
            )
        self._metadata = metadata
        self._disposable = disposable
        self._emptying = tuple(_emptying(metadata))
        self._kept: tuple[tuple[Table, list[dict[str, Any]]], ...] = ()

    def create(self, connection: Connection) -> None:
        """Make the tables that are missing, and see that none holds rows of somebody else."""
        try:
            self._metadata.create_all(connection)
        except DBAPIError as error:
            raise ContractError(
                f"the tables cannot be created: {error.orig}",
                "run the migrations on the engine before the store is made, or give metadata= that fits the database",
            ) from error
        if not self._disposable:
            self._claim(connection, self._metadata.tables.values())

    def claim(self, connection: Connection) -> None:
        """See that no table that is there already holds rows of somebody else, before migrations run."""
        there = set(inspect(connection).get_table_names())
        self._claim(connection, [table for table in self._metadata.tables.values() if table.name in there])

    def keep(self, connection: Connection) -> None:
        """From here on, empty tables hold what they hold now: the rows that migrations have put in."""
        there = inspect(connection)
        made = [
            table
            for table in self._metadata.sorted_tables
            if there.has_table(table.name, schema=table.schema)
            and {each["name"] for each in there.get_columns(table.name, schema=table.schema)} >= {*table.columns.keys()}
        ]  # what the migrations do not make, the adapter will tell
        kept = [(table, [dict(row) for row in connection.execute(table.select()).mappings()]) for table in made]
        self._kept = tuple((table, rows) for table, rows in kept if rows)
        _SCRATCH.setdefault(connection.engine, set()).update(self._metadata.tables)

    def empty(self, connection: Connection) -> None:
        """Delete every row, children first; TRUNCATE takes eight times as long on tables as small as a test's."""
        try:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(_LOCK_TIMEOUT)
            for statement in self._emptying:
                connection.execute(statement)
            for table, rows in self._kept:
                connection.execute(table.insert(), rows)
        except OperationalError as error:
            raise ContractError(
                f"the tables cannot be emptied: {error.orig}",
                "a transaction may still be open: let the adapter commit or roll back, and close, what it opens itself",
            ) from error

    def rows(self, connection: Connection) -> Rows:
        """Every row, by its table."""
        return {
            table: [dict(row) for row in connection.execute(table.select()).mappings()]
            for table in self._metadata.tables.values()
        }

    def add(self, connection: Connection, rows: Rows) -> None:
        """Put in rows as `rows` gives them, those that others refer to first, without what the database computes."""
        for table in self._metadata.sorted_tables:
            if more := rows.get(table):
                computed = {column.key for column in table.columns if column.computed is not None}
                stated = [{name: each[name] for name in each if name not in computed} for each in more]
                connection.execute(table.insert(), stated)

    def _claim(self, connection: Connection, tables: Iterable[Table]) -> None:
        scratch = _SCRATCH.setdefault(connection.engine, set())
        for table in tables:
            name = table.key
            if name not in scratch and _holds_rows(connection, table):
                raise ContractError(
                    f"refusing to empty tables that already hold rows: {name} in {connection.engine.url!r}",
                    "give the store a scratch database; put rows that an aggregate refers to in prepare=;"
                    " or say SqlAlchemyStore(..., disposable=True) if these rows may be deleted",
                )
            scratch.add(name)


def _holds_rows(connection: Connection, table: Table) -> bool:
    return connection.execute(select(literal(1)).select_from(table).limit(1)).first() is not None


def _emptying(metadata: MetaData) -> Iterator[Update | Delete]:
    """The statements that empty the tables: cycles are cut, then rows that refer to others go first."""
    order = list(sort_tables_and_constraints(metadata.tables.values()))  # type: ignore[no-untyped-call]
    # The sort lists under None the foreign keys that it had to leave out; those that may not be NULL are deferred ones.
    for constraint in (key for table, keys in order if table is None for key in keys):
        if all(column.nullable for column in constraint.columns):
            yield constraint.table.update().values({column.name: null() for column in constraint.columns})
    yield from (table.delete() for table, _ in reversed(order) if table is not None)

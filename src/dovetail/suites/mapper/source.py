"""A mapper needs no store of its own; a database may be given, for a round trip through its real tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.records.sqlalchemy import mapper_of
from dovetail.suites.kernel.source import Source
from dovetail.suites.mapper.columns import table_of


class MapperSource(Source):
    """What a mapper's scenarios are opened from: nothing, or the database that a contract gives.

    Attributes:
        name: the mapper's name.
        store: the SQL store, or None.
    """

    def __init__(self, name: str, store: Any = None, tables: list[Any] | None = None, prepare: Any = None) -> None:
        self.name = name
        self.store = store
        self.fresh = store is not None
        self._tables = tables or []
        self._prepare = prepare

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """A session, where there is a database."""
        if self.store is None:
            yield None
        else:
            with self.store.connect() as session:
                yield session

    def clear(self) -> None:
        """Nothing: the tables are emptied when something is written to them."""

    def write(self, session: Any, value: Any, model: Any) -> Any:
        """Write a model into empty tables; gives what `read` needs to find it again."""
        self.store.clear()
        self.store.prepare(value)
        if self._prepare is not None:
            self._prepare(session, value)
            session.commit()
        return self._commit(session, model)

    def read(self, session: Any, found: Any) -> Any:
        """The model as another session reads it."""
        if isinstance(found, _Row):
            return found.read(session)
        if isinstance(found, _Entity):
            return session.get(found.cls, found.key)
        return type(found)(self.read(session, each) for each in found)

    def _commit(self, session: Any, model: Any) -> Any:
        rows = self._added(session, model)
        session.commit()
        return _found(rows)

    def _added(self, session: Any, model: Any) -> Any:
        if isinstance(model, list | tuple):
            return type(model)(self._added(session, each) for each in model)
        if isinstance(model, Mapping):
            return _Row.written(session, table_of(model, self._tables), model)
        session.add(model)
        session.flush()
        return model


class _Entity:
    """A mapped object in the database, by its class and its key."""

    def __init__(self, model: Any) -> None:
        self.cls = type(model)
        self.key = mapper_of(self.cls).primary_key_from_instance(model)


class _Row:
    """A plain row in the database, by its table and its key."""

    def __init__(self, table: Any, key: Mapping[str, Any], columns: list[str]) -> None:
        self._table = table
        self._key = key
        self._columns = columns

    @classmethod
    def written(cls, session: Any, table: Any, row: Mapping[str, Any]) -> _Row:
        made = session.execute(table.insert().values(**row)).inserted_primary_key
        keys = [column.name for column in table.primary_key]
        return cls(table, dict(zip(keys, made, strict=True)), list(row))

    def read(self, session: Any) -> dict[str, Any]:
        """The columns that were written, as they now are."""
        wanted = [self._table.columns[name] for name in self._columns]
        query = self._table.select().with_only_columns(*wanted)
        for name, value in self._key.items():
            query = query.where(self._table.columns[name] == value)
        return dict(session.execute(query).one()._mapping)  # noqa: SLF001 - public in SQLAlchemy, despite its name


def _found(rows: Any) -> Any:
    if isinstance(rows, list | tuple):
        return type(rows)(_found(each) for each in rows)
    return rows if isinstance(rows, _Row) else _Entity(rows)


def database(given: Any, tables: list[Any], contract: str) -> Any:
    """The store that a contract's `store` stands for; None where it gives none.

    Args:
        given: an engine, a store whose adapter is a session, or a callable that gives one of the two.
        tables: the tables that the model declares.
        contract: the contract's name, for messages.

    Raises:
        ContractError: it is neither, or nothing says which tables there are.
    """
    if given is None:
        return None
    if not hasattr(given, "connect") and callable(given):
        given = given()
    if hasattr(given, "clear"):
        return given
    if not hasattr(given, "dialect"):
        raise ContractError(
            f"the store of {contract} is {given!r}, which is no engine", 'store = create_engine("sqlite://")'
        )
    if not tables:
        raise ContractError(
            f"nothing says to which tables {contract} writes its models", "write it in the contract: table = orders"
        )
    from dovetail.stores import SqlAlchemyStore  # noqa: PLC0415 - needs SQLAlchemy

    return SqlAlchemyStore(given, metadata=tables[0].metadata, adapter=_session)


def _session(session: Any) -> Any:
    """The session itself: the store gives what an adapter would be made of."""
    return session

"""Tables are made on first use and emptied without harm to anybody else's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from bookshelf import Author, Base, SessionBooks
from sqlalchemy.pool import StaticPool

from dovetail.errors import ContractError
from dovetail.stores import SqlAlchemyStore

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """A database that enforces foreign keys."""
    if request.param == "postgres":
        engine = sa.create_engine(request.getfixturevalue("postgres_url"))
    else:
        engine = sa.create_engine(request.getfixturevalue("sqlite_file"))
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    yield engine
    engine.dispose()


def store_of(engine: sa.Engine, metadata: sa.MetaData, **options: Any) -> SqlAlchemyStore[sa.Connection]:
    """A store whose adapter is the connection itself."""
    return SqlAlchemyStore(engine, metadata=metadata, adapter=lambda connection: connection, commit=True, **options)


def rows(engine: sa.Engine, table: sa.Table) -> int:
    """How many rows a table holds."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_tables_are_made_on_first_use(engine: sa.Engine) -> None:
    """Not when the store is made; and those of a migration are kept."""
    Author.__table__.create(engine)  # type: ignore[attr-defined]
    store = store_of(engine, Base.metadata)
    assert sa.inspect(engine).get_table_names() == ["authors"]
    store.clear()
    assert sorted(sa.inspect(engine).get_table_names()) == ["authors", "books"]


def test_rows_that_refer_to_each_other(engine: sa.Engine) -> None:
    """A chain, a table that refers to itself, a cycle, and a cycle that may not be NULL but is checked at the end."""
    metadata = sa.MetaData()
    deferred: dict[str, Any] = {
        "deferrable": True,
        "initially": "DEFERRED",
        "use_alter": engine.dialect.name == "postgresql",
    }

    def table(name: str, *columns: sa.Column[Any]) -> sa.Table:
        return sa.Table(name, metadata, sa.Column("id", sa.Integer, primary_key=True), *columns)

    tables = [
        table("top"),
        table("leaf", sa.Column("top_id", sa.ForeignKey("top.id"))),
        table("tree", sa.Column("tree_id", sa.ForeignKey("tree.id"))),
        table("hen", sa.Column("egg_id", sa.ForeignKey("egg.id", name="h", use_alter=True))),
        table("egg", sa.Column("hen_id", sa.ForeignKey("hen.id", name="e"))),
        table("left", sa.Column("right_id", sa.ForeignKey("right.id", name="l", **deferred), nullable=False)),
        table("right", sa.Column("left_id", sa.ForeignKey("left.id", name="r", **deferred), nullable=False)),
    ]
    store = store_of(engine, metadata)
    store.clear()
    with store.connect() as connection:
        for target in tables:
            refers = [column.name for column in target.columns if column.name not in ("id", "egg_id")]
            connection.execute(target.insert(), [{"id": 1, **dict.fromkeys(refers, 1)}])
        connection.execute(tables[3].update().values(egg_id=1))
    assert [rows(engine, target) for target in tables] == [1] * 7
    store.clear()
    assert [rows(engine, target) for target in tables] == [0] * 7


def test_refuses_to_empty_what_holds_rows(engine: sa.Engine) -> None:
    """Somebody put them there; they are still there afterwards."""
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(sa.insert(Author).values(name="Jane Austen"))
    with pytest.raises(ContractError, match=r"already hold rows: authors in (.|\n)*disposable=True"):
        store_of(engine, Base.metadata).clear()
    with pytest.raises(ContractError, match="already hold rows"), store_of(engine, Base.metadata).connect():
        pass
    assert rows(engine, Author.__table__) == 1  # type: ignore[arg-type]
    store_of(engine, Base.metadata, disposable=True).clear()
    assert rows(engine, Author.__table__) == 0  # type: ignore[arg-type]


def test_what_a_test_left_may_be_emptied_by_the_next(engine: sa.Engine) -> None:
    """Once dovetail has seen the tables empty, what is in them is its own, whichever store looks."""
    with store_of(engine, Base.metadata).connect() as connection:
        connection.execute(sa.insert(Author).values(name="Jane Austen"))
    store_of(engine, Base.metadata).clear()
    assert rows(engine, Author.__table__) == 0  # type: ignore[arg-type]


def test_tables_that_cannot_be_made(engine: sa.Engine) -> None:
    """The error passes on what the database said."""
    metadata = sa.MetaData(schema="no_such_schema")
    sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
    with pytest.raises(ContractError, match=r"cannot be created: .*no_such_schema"):
        store_of(engine, metadata).clear()


def test_a_transaction_that_an_adapter_left_open(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store does not wait for it for ever."""
    monkeypatch.setattr("dovetail.stores.sql.tables._LOCK_TIMEOUT", "SET LOCAL lock_timeout = '0.1s'")
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout = 100"))
    store = SqlAlchemyStore(engine, metadata=Base.metadata, adapter=lambda engine: engine)
    store.clear()
    with engine.begin() as connection:
        connection.execute(sa.insert(Author).values(name="Jane Austen"))
    with engine.connect() as left_open:
        left_open.execute(sa.update(Author).values(name="Anne Bronte"))
        with pytest.raises(ContractError, match="a transaction may still be open"):
            store.clear()
    store.clear()


def test_a_mapping_without_foreign_key_enforcement_is_emptied_too() -> None:
    """SQLite as it comes."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    store = SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SessionBooks, commit=True)
    with store.connect() as books:
        books.put("Emma", "Nobody")
    store.clear()
    with store.connect() as books:
        assert books.titles() == []
    engine.dispose()

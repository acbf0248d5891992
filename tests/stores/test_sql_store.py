"""A SQL store opens adapters as new clients, and never commits for them unless told to."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from bookshelf import (
    Author,
    Base,
    Book,
    CallableBooks,
    ConnectionBooks,
    EngineBooks,
    FactoryBooks,
    ScopedBooks,
    SessionBooks,
)
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session, registry, sessionmaker
from sqlalchemy.pool import NullPool, StaticPool

from dovetail.errors import ContractError
from dovetail.stores import SqlAlchemyStore, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

LEAVING_OPEN = [SessionBooks, ScopedBooks, FactoryBooks, CallableBooks, ConnectionBooks]


@pytest.fixture(params=["memory", "static", "file", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """An engine of each kind that teams test with."""
    make: dict[str, Callable[[], sa.Engine]] = {
        "memory": lambda: sa.create_engine("sqlite://"),
        "static": lambda: sa.create_engine("sqlite://", poolclass=StaticPool),
        "file": lambda: sa.create_engine(request.getfixturevalue("sqlite_file")),
        "postgres": lambda: sa.create_engine(request.getfixturevalue("postgres_url")),
    }
    engine = make[request.param]()
    yield engine
    engine.dispose()


@pytest.fixture
def memory() -> Iterator[sa.Engine]:
    """An engine where it does not matter which."""
    engine = sa.create_engine("sqlite://")
    yield engine
    engine.dispose()


def shelf(engine: sa.Engine, adapter: Callable[..., Any] = SessionBooks, **options: Any) -> SqlAlchemyStore[Any]:
    """A store of books."""
    return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=adapter, **options)


def titles(store: SqlAlchemyStore[Any]) -> list[str]:
    """What a new client finds."""
    with store.connect() as books:
        found: list[str] = books.titles()
        return found


def put_and_fail(store: SqlAlchemyStore[Any], title: str) -> None:
    """What a use case does that fails after its first step."""
    with store.connect() as books:
        books.put(title)
        raise LookupError


@pytest.mark.parametrize("adapter", LEAVING_OPEN)
def test_what_an_adapter_leaves_open_is_rolled_back(engine: sa.Engine, adapter: type[Any]) -> None:
    """As when a client goes away."""
    store = shelf(engine, adapter)
    with store.connect() as books:
        books.put("Emma")
        assert books.titles() == ["Emma"]
    assert titles(store) == []


@pytest.mark.parametrize("adapter", LEAVING_OPEN)
def test_what_an_adapter_commits_is_there_for_the_next(engine: sa.Engine, adapter: type[Any]) -> None:
    """Until the store is cleared."""
    store = shelf(engine, adapter)
    with store.connect() as books:
        books.put("Emma")
        books.commit()
        books.put("Persuasion")
    assert titles(store) == ["Emma"]
    store.clear()
    assert titles(store) == []


@pytest.mark.parametrize("adapter", LEAVING_OPEN)
def test_commit_when_told_to(engine: sa.Engine, adapter: type[Any]) -> None:
    """For ports where a unit of work commits; an exception rolls back all the same."""
    store = shelf(engine, adapter, commit=True)
    with store.connect() as books:
        books.put("Emma")
    with pytest.raises(LookupError):
        put_and_fail(store, "Persuasion")
    assert titles(store) == ["Emma"]


def test_an_engine_is_lent(engine: sa.Engine) -> None:
    """An adapter of an engine commits by itself, so commit=True is a mistake."""
    store = shelf(engine, EngineBooks)
    with store.connect() as books:
        books.put("Emma")
        assert books.db is engine
    assert titles(store) == ["Emma"]
    with pytest.raises(ContractError, match="EngineBooks takes an engine"):
        shelf(engine, EngineBooks, commit=True)


def test_is_a_store_with_a_name(engine: sa.Engine) -> None:
    """The name is the database's, for reports."""
    store = shelf(engine)
    assert isinstance(store, Store)
    assert (store.adapter, store.commits) == (SessionBooks, False)
    assert store.name == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine.dialect.name]


def test_knows_whether_writers_can_race(memory: sa.Engine, sqlite_file: str) -> None:
    """Where all clients have one connection they cannot."""
    assert not shelf(memory).concurrent
    assert shelf(sa.create_engine(sqlite_file)).concurrent


def test_a_session_that_was_dropped_gives_its_connection_back(sqlite_file: str) -> None:
    """The store remembers the sessions of a factory without keeping them alive, as in production."""
    engine = sa.create_engine(sqlite_file, pool_size=1, max_overflow=0, pool_timeout=0.1)
    store = shelf(engine, lambda session_factory: session_factory)
    with store.connect() as factory:
        for _ in range(3):
            factory().scalar(sa.select(Book.title))
            gc.collect()
    engine.dispose()


def test_sessions_of_the_application(memory: sa.Engine) -> None:
    """Their options and their class are kept; their engine is the store's."""

    class OwnSession(Session):
        pass

    sessions = sessionmaker(class_=OwnSession, expire_on_commit=False)
    with shelf(memory, sessions=sessions).connect() as books:
        assert isinstance(books.session, OwnSession)
        assert not books.session.expire_on_commit
        assert books.session.get_bind() is memory
    with shelf(memory, FactoryBooks, sessions=sessions).connect() as books:
        assert isinstance(books.session, OwnSession)


def test_the_session_class_that_an_adapter_asks_for(memory: sa.Engine) -> None:
    """SQLModel's session has methods that SQLAlchemy's has not."""

    class OwnSession(Session):
        pass

    def adapter(session: OwnSession) -> OwnSession:
        return session

    adapter.__annotations__["session"] = OwnSession
    with shelf(memory, adapter).connect() as session:
        assert isinstance(session, OwnSession)


def test_imperative_mappings(memory: sa.Engine) -> None:
    """Tables and classes that know nothing of each other."""
    metadata = sa.MetaData()
    table = sa.Table("poems", metadata, sa.Column("title", sa.String, primary_key=True))

    class Poem:
        def __init__(self, title: str) -> None:
            self.title = title

    registry().map_imperatively(Poem, table)
    store = SqlAlchemyStore(memory, metadata=metadata, adapter=lambda session: session, commit=True)
    with store.connect() as session:
        session.add(Poem("Kubla Khan"))
    with store.connect() as session:
        assert session.query(Poem).one().title == "Kubla Khan"


def test_prepare_puts_in_what_an_aggregate_refers_to(engine: sa.Engine) -> None:
    """In a session of its own, which is committed and cleared with the rest."""

    def put_author(session: Session, author: str) -> None:
        session.merge(Author(name=author))

    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    store = shelf(engine, commit=True, prepare=put_author)
    with pytest.raises(sa.exc.IntegrityError), store.connect() as books:
        books.put("Emma", "Jane Austen")
    for _ in range(2):
        store.prepare("Jane Austen")
    with store.connect() as books:
        books.put("Emma", "Jane Austen")
    store.clear()
    with pytest.raises(sa.exc.IntegrityError), store.connect() as books:
        books.put("Emma", "Jane Austen")


def test_prepare_that_adds_twice(memory: sa.Engine) -> None:
    """The error says merge; without a function there is nothing to prepare."""
    store = shelf(memory, prepare=lambda session, name: session.add(Author(name=name)))
    store.prepare("Jane Austen")
    with pytest.raises(ContractError, match=r"session\.merge"):
        store.prepare("Jane Austen")
    shelf(memory).prepare("Jane Austen")


def test_close_leaves_nothing_behind(memory: sa.Engine) -> None:
    """The next store finds the tables empty; one that was never used touches nothing."""
    store = shelf(memory, commit=True)
    with store.connect() as books:
        books.put("Emma")
    store.close()
    assert titles(store) == []
    unused = sa.create_engine("sqlite:////nowhere/at/all.db")
    shelf(unused).close()


def test_a_database_that_cannot_be_reached() -> None:
    """The error names it, without the password."""
    store = shelf(sa.create_engine("postgresql+psycopg://me:secret@127.0.0.1:1/shop"))
    for use in (store.clear, store.connect().__enter__):
        with pytest.raises(ContractError, match=r"postgresql\+psycopg://me:\*\*\*@127\.0\.0\.1:1/shop") as caught:
            use()
        assert "secret" not in str(caught.value)


def test_each_connection_with_a_database_of_its_own() -> None:
    """The remedy is a pool that shares one."""
    with pytest.raises(ContractError, match="poolclass=StaticPool"):
        shelf(sa.create_engine("sqlite://", poolclass=NullPool)).clear()


def test_shared_memory_is_one_database() -> None:
    """As SQLAlchemy 2.1 recommends it."""
    engine = sa.create_engine("sqlite:///file:shelf?mode=memory&cache=shared&uri=true", poolclass=sa.pool.QueuePool)
    store = shelf(engine, commit=True)
    with store.connect() as books:
        books.put("Emma")
        books.commit()
        assert titles(store) == ["Emma"]
    engine.dispose()


def test_arguments_of_another_kind(memory: sa.Engine) -> None:
    """Each error names the argument and what to write."""
    with pytest.raises(ContractError, match=r"AsyncSqlAlchemyStore takes async engines"):
        shelf(create_async_engine("sqlite+aiosqlite://"))  # type: ignore[arg-type]
    with pytest.raises(ContractError, match=r"metadata=Base\.metadata"):
        SqlAlchemyStore(memory, metadata=Base, adapter=SessionBooks)  # type: ignore[arg-type]
    with pytest.raises(ContractError, match=r"start_mappers\(\)"):
        SqlAlchemyStore(memory, metadata=sa.MetaData(), adapter=SessionBooks)
    with pytest.raises(ContractError, match=r"takes an async Session(.|\n)*AsyncSqlAlchemyStore"):
        shelf(memory, _asks_for_an_async_session)


def _asks_for_an_async_session(session: AsyncSession) -> None:
    """An adapter of the other colour."""


def test_a_server_can_be_led_through_a_proxy(postgres_url: str, memory: sa.Engine) -> None:
    """Its connections are cut there; a database in the process has none."""
    engine = sa.create_engine(postgres_url)
    store = shelf(engine, EngineBooks)
    assert store.remote
    assert not shelf(memory).remote
    with store.connect() as books, store.proxied() as proxy, proxy.cutting(1) as fault:
        with pytest.raises(sa.exc.OperationalError):
            books.put("one")
        books.put("two")
    assert fault.delivered
    assert titles(store) == ["two"]
    store.close()
    engine.dispose()


def test_a_client_can_be_held_up(memory: sa.Engine) -> None:
    """Whatever the database; one that never begins is not."""
    store = shelf(memory)
    with store.pausing(1) as pause, store.connect() as books:
        books.put("one")
    assert not pause.held


def test_tells_of_each_statement(engine: sa.Engine) -> None:
    """In the words of the database, from where it is asked to where it is not."""
    store = shelf(engine, ConnectionBooks)
    with store.connect() as books, store.statements() as sent:
        books.db.execute(sa.select(sa.literal(1)))
        books.db.execute(sa.text("SELECT 2"))
    store.clear()
    assert [each.partition(" ")[0] for each in sent] == ["SELECT", "SELECT"]


def test_the_end_of_a_process_ends_its_connections(sqlite_file: str) -> None:
    """What the pool keeps ready is closed; a database in memory is its one connection, and stays."""
    engine = sa.create_engine(sqlite_file)
    store = SqlAlchemyStore(engine, metadata=Base.metadata, adapter=lambda session: session)
    with engine.connect():
        pass
    pool = engine.pool

    store.forget_connections()

    assert engine.pool is not pool
    engine.dispose()
    in_memory = sa.create_engine("sqlite://", poolclass=StaticPool)
    kept = in_memory.pool
    SqlAlchemyStore(in_memory, metadata=Base.metadata, adapter=lambda session: session).forget_connections()
    assert in_memory.pool is kept
    in_memory.dispose()

"""An async SQL store opens adapters as new clients, and never commits for them unless told to."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from bookshelf import (
    AsyncConnectionBooks,
    AsyncEngineBooks,
    AsyncFactoryBooks,
    AsyncScopedBooks,
    AsyncSessionBooks,
    Author,
    Base,
    SessionBooks,
)
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from dovetail.errors import ContractError
from dovetail.stores import AsyncSqlAlchemyStore, AsyncStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEAVING_OPEN = [AsyncSessionBooks, AsyncScopedBooks, AsyncFactoryBooks, AsyncConnectionBooks]


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    """One event loop a test, as a suite has it."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(params=["memory", "file", "asyncpg", "psycopg"])
def engine(request: pytest.FixtureRequest, runner: asyncio.Runner) -> Iterator[AsyncEngine]:
    """An engine of each kind that teams test with."""
    urls: dict[str, Callable[[], str]] = {
        "memory": lambda: "sqlite+aiosqlite://",
        "file": lambda: request.getfixturevalue("sqlite_file").replace("sqlite:", "sqlite+aiosqlite:"),
        "asyncpg": lambda: request.getfixturevalue("postgres_url").replace("+psycopg", "+asyncpg"),
        "psycopg": lambda: request.getfixturevalue("postgres_url"),
    }
    engine = create_async_engine(urls[request.param]())
    yield engine
    runner.run(engine.dispose())


def shelf(engine: AsyncEngine, adapter: Callable[..., Any] = AsyncSessionBooks, **options: Any) -> Any:
    """A store of books."""
    return AsyncSqlAlchemyStore(engine, metadata=Base.metadata, adapter=adapter, **options)


async def put(store: Any, *titles: str, commit: bool = False, fail: bool = False) -> None:
    """What a client does."""
    async with store.connect() as books:
        for title in titles:
            await books.put(title)
        if commit:
            await books.commit()
        if fail:
            raise LookupError


async def titles(store: Any) -> list[str]:
    """What a new client finds."""
    async with store.connect() as books:
        found: list[str] = await books.titles()
        return found


@pytest.mark.parametrize("adapter", LEAVING_OPEN)
def test_what_an_adapter_leaves_open(runner: asyncio.Runner, engine: AsyncEngine, adapter: type[Any]) -> None:
    """It is rolled back, and what the adapter commits stays until the store is cleared."""
    store = shelf(engine, adapter)
    runner.run(put(store, "Emma"))
    assert runner.run(titles(store)) == []
    runner.run(put(store, "Emma", commit=True))
    assert runner.run(titles(store)) == ["Emma"]
    runner.run(store.clear())
    assert runner.run(titles(store)) == []


@pytest.mark.parametrize("adapter", LEAVING_OPEN)
def test_commit_when_told_to(runner: asyncio.Runner, engine: AsyncEngine, adapter: type[Any]) -> None:
    """For ports where a unit of work commits; an exception rolls back all the same."""
    store = shelf(engine, adapter, commit=True)
    runner.run(put(store, "Emma"))
    with pytest.raises(LookupError):
        runner.run(put(store, "Persuasion", fail=True))
    assert runner.run(titles(store)) == ["Emma"]


def test_an_engine_is_lent(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """An adapter of an engine commits by itself."""
    store = shelf(engine, AsyncEngineBooks)
    runner.run(put(store, "Emma"))
    assert runner.run(titles(store)) == ["Emma"]
    with pytest.raises(ContractError, match="AsyncEngineBooks takes an engine"):
        shelf(engine, AsyncEngineBooks, commit=True)


def test_each_call_may_be_a_task_of_its_own(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """A suite enters, calls and leaves through the runner, whatever the adapter is made from."""
    for adapter in LEAVING_OPEN:
        opened = shelf(engine, adapter).connect()
        books = runner.run(opened.__aenter__())
        runner.run(books.put("Emma"))
        assert runner.run(books.titles()) == ["Emma"]
        runner.run(opened.__aexit__(None, None, None))


def test_close_lets_the_engine_go_to_another_loop(engine: AsyncEngine) -> None:
    """A fixture of the session's engine outlives the loop of a test; the tables are empty again."""
    for _ in range(2):
        store = shelf(engine, commit=True)
        with asyncio.Runner() as runner:
            assert runner.run(titles(store)) == []
            runner.run(put(store, "Emma"))
            assert runner.run(titles(store)) == ["Emma"]
            runner.run(store.close())


def test_is_a_store_with_a_name(engine: AsyncEngine) -> None:
    """The name is the database's, for reports."""
    store = shelf(engine)
    assert isinstance(shelf(engine), AsyncStore)
    assert store.name == {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[engine.dialect.name]
    assert store.concurrent is (engine.url.database is not None)


def test_prepare(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """With a coroutine function or a plain one, in a session of its own that is committed."""

    async def merge(session: AsyncSession, name: str) -> None:
        await session.merge(Author(name=name))

    def add(session: AsyncSession, name: str) -> None:
        session.add(Author(name=name))

    async def authors() -> list[str]:
        async with engine.connect() as connection:
            return list(await connection.scalars(sa.select(Author.name).order_by(Author.name)))

    runner.run(shelf(engine).prepare("Nobody"))
    for _ in range(2):
        runner.run(shelf(engine, prepare=merge).prepare("Jane Austen"))
    runner.run(shelf(engine, prepare=add).prepare("Anne Bronte"))
    assert runner.run(authors()) == ["Anne Bronte", "Jane Austen"]
    with pytest.raises(ContractError, match=r"session\.merge"):
        runner.run(shelf(engine, prepare=add).prepare("Anne Bronte"))


def test_adapters_that_are_awaited(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """A factory may be a coroutine function."""

    async def make(session: AsyncSession) -> AsyncSessionBooks:
        await session.connection()
        return AsyncSessionBooks(session)

    assert runner.run(titles(shelf(engine, make))) == []


def test_sessions_of_the_application(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """Their options are kept; their engine is the store's."""
    sessions = async_sessionmaker(expire_on_commit=False)

    async def expires(store: Any) -> bool:
        async with store.connect() as books:
            assert books.session.bind is engine
            return bool(books.session.sync_session.expire_on_commit)

    assert not runner.run(expires(shelf(engine, sessions=sessions)))
    assert not runner.run(expires(shelf(engine, AsyncFactoryBooks, sessions=sessions)))
    assert runner.run(expires(shelf(engine)))


@pytest.mark.parametrize("driver", ["psycopg", "asyncpg"])
def test_a_database_that_cannot_be_reached(runner: asyncio.Runner, driver: str) -> None:
    """The error names it, without the password."""
    store = shelf(create_async_engine(f"postgresql+{driver}://me:secret@127.0.0.1:1/shop"))
    with pytest.raises(ContractError, match=r"me:\*\*\*@127\.0\.0\.1:1/shop cannot be reached"):
        runner.run(store.clear())


def test_rows_of_somebody_else(runner: asyncio.Runner, engine: AsyncEngine) -> None:
    """They are refused as by the sync store."""

    async def fill() -> None:
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
            await connection.execute(sa.insert(Author).values(name="Jane Austen"))

    runner.run(fill())
    with pytest.raises(ContractError, match="already hold rows: authors"):
        runner.run(shelf(engine).clear())
    runner.run(shelf(engine, disposable=True).clear())


def test_each_connection_with_a_database_of_its_own(runner: asyncio.Runner) -> None:
    """The remedy is a pool that shares one."""
    with pytest.raises(ContractError, match="poolclass=StaticPool"):
        runner.run(shelf(create_async_engine("sqlite+aiosqlite://", poolclass=NullPool)).clear())


def test_arguments_of_another_kind() -> None:
    """Each error names the argument and what to write."""
    with pytest.raises(ContractError, match="create_async_engine"):
        shelf(sa.create_engine("sqlite://"))  # type: ignore[arg-type]
    with pytest.raises(ContractError, match="SessionBooks takes a Session, which is not async"):
        shelf(create_async_engine("sqlite+aiosqlite://"), SessionBooks)

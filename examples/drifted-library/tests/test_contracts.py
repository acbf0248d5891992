"""The same adapters, held to the contracts of their ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from dishka import Container
from dovetail import CachedBy, beside
from dovetail.stores import SqlAlchemyStore
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from contracts.commands import (
    BookMapperContract,
    BooksContract,
    ClosuresContract,
    CommandSideContract,
    MemberMapperContract,
    MembersContract,
)
from contracts.container import LibraryContainerContract
from contracts.identity import CardsContract, LostCardsContract
from contracts.migrations import LibraryMigrationContract
from contracts.operations import BookDropContract
from contracts.queries import CatalogueContract
from library.adapters.bus import InProcessBus
from library.adapters.cached import CachedClosures
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.cards import SqlCards
from library.adapters.sql.catalogue import SqlCatalogue
from library.adapters.sql.closures import SqlClosures
from library.adapters.sql.mappers import BookMapper, MemberMapper
from library.adapters.sql.members import SqlMembers
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents, SqlFlusher, SqlTransactionManager
from library.composition import Settings, library_by
from library.domain.events import MemberId
from tests.conftest import CARD_KEY


class TestBookMapper(BookMapperContract):
    mapper = BookMapper

    @pytest.fixture
    def store(self, engine: Engine) -> Engine:
        return engine


class TestMemberMapper(MemberMapperContract):
    mapper = MemberMapper

    @pytest.fixture
    def store(self, engine: Engine) -> Engine:
        return engine


@dataclass(frozen=True)
class CommandSide:
    """What a command is given, over one session."""

    books: SqlBooks
    members: SqlMembers
    flusher: SqlFlusher
    transaction: SqlTransactionManager
    bus: InProcessBus


def command_side(session: Session, bus: InProcessBus | None = None) -> CommandSide:
    collected, bus = CollectedEvents(), bus or InProcessBus()
    return CommandSide(
        SqlBooks(session, collected),
        SqlMembers(session, collected),
        SqlFlusher(session),
        SqlTransactionManager(session, collected, bus),
        bus,
    )


class TestSqlBooks(BooksContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlBooks]:
        return SqlAlchemyStore(
            engine, metadata=Base.metadata, adapter=lambda session: command_side(session).books, commit=True
        )


class TestSqlMembers(MembersContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlMembers]:
        return SqlAlchemyStore(
            engine, metadata=Base.metadata, adapter=lambda session: command_side(session).members, commit=True
        )


class TestCommandSide(CommandSideContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[CommandSide]:
        bus = InProcessBus()  # one for all, as in the process
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=partial(command_side, bus=bus))


class TestSqlCatalogue(CatalogueContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[Any]:
        opened = beside(SqlCatalogue, books=lambda session: command_side(session).books)
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=opened, commit=True)


NOWHERE = Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0))


@contextmanager
def down(closures: CachedClosures) -> Iterator[None]:
    with patch.object(closures.client, "connection_pool", NOWHERE.connection_pool):
        yield


class TestCachedClosures(ClosuresContract):
    cached = CachedBy(empty=lambda closures: closures.client.flushdb(), down=down)

    @pytest.fixture
    def store(self, engine: Engine, redis: Redis) -> SqlAlchemyStore[CachedClosures]:
        def closures(session: Session) -> CachedClosures:
            return CachedClosures(SqlClosures(session), redis)

        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=closures, commit=True)


@contextmanager
def cards_in(engine: Engine) -> Iterator[SqlCards]:
    with Session(engine) as session:
        yield SqlCards(session, CARD_KEY)


class TestSqlCards(CardsContract):
    key = CARD_KEY
    subjects = ["ana", "ben"]
    claims = {"number": 1}

    @pytest.fixture
    def adapter(self, engine: Engine) -> Callable[[], AbstractContextManager[SqlCards]]:
        Base.metadata.create_all(engine)
        with Session(engine) as session:
            for member in self.subjects:
                SqlCards(session, CARD_KEY).issue(MemberId(member))
            session.commit()
        return partial(cards_in, engine)


class TestLostCards(LostCardsContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlCards]:
        cards = partial(SqlCards, key=CARD_KEY)
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=cards, commit=True)


class TestBookDrop(BookDropContract):
    application = "library.entrypoints.book_drop:run"

    @pytest.fixture(scope="class")
    @classmethod
    def environment(cls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
        url = f"sqlite:///{tmp_path_factory.mktemp('drop') / 'library.db'}"
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        engine.dispose()
        return {
            "LIBRARY_DATABASE_URL": url,
            "LIBRARY_REDIS_URL": "unix:///nowhere/redis.sock",
            "LIBRARY_CARD_KEY": CARD_KEY,
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
        }


class TestMigrations(LibraryMigrationContract):
    @pytest.fixture
    def url(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        url = f"sqlite:///{database}"
        monkeypatch.setenv("LIBRARY_DATABASE_URL", url)
        return url


class TestProduction(LibraryContainerContract):
    @pytest.fixture
    def container(self, library_settings: Settings) -> Callable[[], Container]:
        return lambda: library_by(library_settings)

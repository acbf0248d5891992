"""The same adapters, held to the contracts of their ports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from dishka import Container
from dovetail import beside
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.commands import (
    BookMapperContract,
    BooksContract,
    CommandSideContract,
    MemberMapperContract,
    MembersContract,
)
from contracts.container import LibraryContainerContract
from contracts.migrations import LibraryMigrationContract
from contracts.queries import CatalogueContract
from library.adapters.bus import InProcessBus
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.catalogue import SqlCatalogue
from library.adapters.sql.mappers import BookMapper, MemberMapper
from library.adapters.sql.members import SqlMembers
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents, SqlFlusher, SqlTransactionManager
from library.composition import library_on


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


class TestMigrations(LibraryMigrationContract):
    @pytest.fixture
    def url(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        url = f"sqlite:///{database}"
        monkeypatch.setenv("LIBRARY_DATABASE_URL", url)
        return url


class TestProduction(LibraryContainerContract):
    @pytest.fixture
    def container(self, database: Path) -> Callable[[], Container]:
        return lambda: library_on(f"sqlite:///{database}")

"""The composition root: a container that knows which adapter serves which port, and how long each lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NewType
from uuid import uuid4

from dishka import Container, Provider, Scope, from_context, make_container, provide
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from library.adapters.bus import InProcessBus
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.catalogue import SqlCatalogue
from library.adapters.sql.members import SqlMembers
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents, SqlFlusher, SqlTransactionManager
from library.application.commands.acquire_book import AcquireBook
from library.application.commands.join import Join
from library.application.commands.lend_book import LendBook
from library.application.commands.ports import Books, Flusher, Members, Publisher, TransactionManager
from library.application.commands.return_book import ReturnBook
from library.application.queries.catalogue import BrowseCatalogue, CatalogueReader, SearchCatalogue

DatabaseUrl = NewType("DatabaseUrl", str)
NewId = Callable[[], str]
Today = Callable[[], date]


class Process(Provider):
    """What there is once."""

    scope = Scope.APP
    url = from_context(provides=DatabaseUrl)
    bus = provide(InProcessBus)

    @provide
    def publisher(self, bus: InProcessBus) -> Publisher:
        return bus

    @provide
    def engine(self, url: DatabaseUrl) -> Iterator[Engine]:
        engine = create_engine(url)
        yield engine
        engine.dispose()

    @provide
    def new_id(self) -> NewId:
        return lambda: uuid4().hex

    @provide
    def today(self) -> Today:
        return date.today


class Request(Provider):
    """What there is for one command or query: all of it over one session."""

    scope = Scope.REQUEST
    collected = provide(CollectedEvents)
    books = provide(SqlBooks, provides=Books)
    members = provide(SqlMembers, provides=Members)
    flusher = provide(SqlFlusher, provides=Flusher)
    transaction = provide(SqlTransactionManager, provides=TransactionManager)
    catalogue = provide(SqlCatalogue, provides=CatalogueReader)
    acquire_book = provide(AcquireBook)
    join = provide(Join)
    lend_book = provide(LendBook)
    return_book = provide(ReturnBook)
    search = provide(SearchCatalogue)

    @provide
    def browse(self, catalogue: CatalogueReader) -> BrowseCatalogue:
        return BrowseCatalogue(catalogue)

    @provide
    def session(self, engine: Engine) -> Iterator[Session]:
        with Session(engine) as session:
            yield session


def library_on(url: str, *overrides: Provider) -> Container:
    """Open the library in the database at this URL; what a test brings takes the place of what there is."""
    return make_container(Process(), Request(), *overrides, context={DatabaseUrl: DatabaseUrl(url)})


def create_tables(library: Container) -> None:
    """Make the tables that are not there; building the container opens no connection."""
    Base.metadata.create_all(library.get(Engine))

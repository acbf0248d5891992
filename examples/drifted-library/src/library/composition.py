"""The composition root: a container that knows which adapter serves which port, and how long each lives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from dishka import Container, Provider, Scope, from_context, make_container, provide
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from library.adapters.bus import InProcessBus
from library.adapters.cached import CachedClosures
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.cards import SqlCards
from library.adapters.sql.catalogue import SqlCatalogue
from library.adapters.sql.closures import SqlClosures
from library.adapters.sql.members import SqlMembers
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents, SqlFlusher, SqlTransactionManager
from library.application.commands.acquire_book import AcquireBook
from library.application.commands.close_library import CloseLibrary, ReopenLibrary
from library.application.commands.issue_card import IssueCard, ReportLoss
from library.application.commands.join import Join
from library.application.commands.lend_book import LendBook
from library.application.commands.ports import (
    Books,
    Cards,
    Closures,
    Flusher,
    Members,
    Publisher,
    TransactionManager,
)
from library.application.commands.return_book import ReturnBook
from library.application.queries.catalogue import BrowseCatalogue, CatalogueReader, SearchCatalogue

NewId = Callable[[], str]
Today = Callable[[], date]

PREFIX = "LIBRARY_"


@dataclass(frozen=True)
class Settings:
    """Where everything is, and what cards are signed with."""

    database_url: str
    redis_url: str
    card_key: str = field(repr=False)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read `LIBRARY_DATABASE_URL` and the like, or raise `KeyError`."""
    names = {name: f"{PREFIX}{name.upper()}" for name in ("database_url", "redis_url", "card_key")}
    return Settings(**{name: environment[variable] for name, variable in names.items()})


class Process(Provider):
    """What there is once."""

    scope = Scope.APP
    settings = from_context(provides=Settings)
    bus = provide(InProcessBus)

    @provide
    def publisher(self, bus: InProcessBus) -> Publisher:
        return bus

    @provide
    def engine(self, settings: Settings) -> Iterator[Engine]:
        engine = create_engine(settings.database_url)
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()

    @provide
    def redis(self, settings: Settings) -> Iterator[Redis]:
        # A cache is to be fast: where it is not, nobody waits for it.
        with Redis.from_url(settings.redis_url, socket_timeout=0.5, retry=Retry(NoBackoff(), 0)) as client:
            yield client

    @provide
    def new_id(self) -> NewId:
        return lambda: uuid4().hex

    @provide
    def today(self) -> Today:
        return date.today


class Request(Provider):
    """What there is for one command or query: all of it over one session."""

    scope = Scope.REQUEST
    collected = provide(CollectedEvents, scope=Scope.APP)
    books = provide(SqlBooks, provides=Books)
    members = provide(SqlMembers, provides=Members)
    flusher = provide(SqlFlusher, provides=Flusher)
    transaction = provide(SqlTransactionManager, provides=TransactionManager)
    catalogue = provide(SqlCatalogue, provides=CatalogueReader)
    acquire_book = provide(AcquireBook)
    close_library = provide(CloseLibrary)
    issue_card = provide(IssueCard)
    join = provide(Join)
    lend_book = provide(LendBook)
    reopen_library = provide(ReopenLibrary)
    report_loss = provide(ReportLoss)
    return_book = provide(ReturnBook)
    search = provide(SearchCatalogue)

    @provide
    def browse(self, catalogue: CatalogueReader) -> BrowseCatalogue:
        return BrowseCatalogue(catalogue)

    @provide
    def cards(self, session: Session, settings: Settings) -> Cards:
        return SqlCards(session, settings.card_key)

    @provide
    def closures(self, session: Session, redis: Redis) -> Closures:
        return CachedClosures(SqlClosures(session), redis)

    @provide
    def session(self, engine: Engine) -> Iterator[Session]:
        with Session(engine) as session:
            yield session


def library_by(settings: Settings, *overrides: Provider) -> Container:
    """Open the library that these settings name; what a test brings takes the place of what there is."""
    return make_container(Process(), Request(), *overrides, context={Settings: settings})

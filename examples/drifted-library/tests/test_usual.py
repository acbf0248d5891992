"""The tests that everybody writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from alembic import command
from alembic.config import Config
from dishka import Container
from redis import Redis

from library.adapters.bus import InProcessBus
from library.adapters.cached import CachedClosures
from library.adapters.sql.mappers import BookMapper, MemberMapper
from library.application.commands.acquire_book import AcquireBook
from library.application.commands.close_library import CloseLibrary, ReopenLibrary
from library.application.commands.issue_card import IssueCard, ReportLoss
from library.application.commands.join import Join
from library.application.commands.lend_book import LendBook
from library.application.commands.ports import (
    Books,
    Cards,
    Closures,
    InvalidCard,
    Members,
    TransactionManager,
)
from library.application.commands.return_book import ReturnBook
from library.application.queries.catalogue import BrowseCatalogue, SearchCatalogue
from library.composition import Settings, library_by
from library.domain.books import Book, Condition, Copy
from library.domain.closures import Closure
from library.domain.events import BookId, BookLent, DomainEvent, MemberId, NotAllowed
from library.domain.members import Fine, Member
from library.entrypoints import book_drop


@pytest.fixture
def library(library_settings: Settings, redis: Redis, redis_socket: Path) -> Iterator[Container]:
    with library_by(replace(library_settings, redis_url=f"unix://{redis_socket}")) as container:
        yield container


def test_a_book_is_mapped_there_and_back() -> None:
    book = Book(BookId("b-1"), "Emma", ("Austen",), (Copy(1, Condition.NEW),))
    assert BookMapper.to_domain(BookMapper.to_model(book)) == book


def test_a_member_is_mapped_there_and_back() -> None:
    member = Member(MemberId("m-1"), "Ana", date(2026, 1, 1), (Fine(Decimal("0.20"), "late"),))
    assert MemberMapper.to_domain(MemberMapper.to_model(member)) == member


def test_migrations_go_up_and_down(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBRARY_DATABASE_URL", f"sqlite:///{database}")
    config = Config(toml_file=Path(__file__).parents[1] / "pyproject.toml")
    for way, revision in ((command.upgrade, "head"), (command.downgrade, "base"), (command.upgrade, "head")):
        way(config, revision)


def test_a_book_is_lent_and_comes_back(library: Container) -> None:
    told: list[DomainEvent] = []
    library.get(InProcessBus).subscribe(told.append)
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
        ana = request.get(Join)("Ana")
        assert request.get(LendBook)(book_id, ana) == 1
    with library() as request:
        [card] = request.get(BrowseCatalogue)().items
        assert (card.title, card.copies, card.available) == ("Emma", 1, 0)
        assert request.get(ReturnBook)(book_id, 1, Condition.NEW) == 0
    with library() as request:
        assert request.get(SearchCatalogue)("emm")[0].available == 1
    assert isinstance(told[0], BookLent)


def test_a_book_is_not_lent_twice(library: Container) -> None:
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
        ana, ben = request.get(Join)("Ana"), request.get(Join)("Ben")
        request.get(LendBook)(book_id, ana)
        with pytest.raises(NotAllowed):
            request.get(LendBook)(book_id, ben)


def test_a_changed_book_is_found(library: Container) -> None:
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
    with library() as request:
        books = request.get(Books)
        book = books.get(book_id)
        assert book is not None
        book.acquire(Condition.WORN)
        books.save(book)
        request.get(TransactionManager).commit()
    with library() as request:
        found = request.get(Books).get(book_id)
        assert found is not None
        assert len(found.copies) == 2


def test_a_member_who_leaves_is_gone(library: Container) -> None:
    with library() as request:
        ana = request.get(Join)("Ana")
    with library() as request:
        request.get(Members).remove(ana)
        request.get(TransactionManager).commit()
    with library() as request:
        assert request.get(Members).get(ana) is None


@pytest.mark.usefixtures("at_the_desk")
def test_the_drop_takes_books_back(
    library: Container, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
        request.get(LendBook)(book_id, request.get(Join)("Ana"))
    line = json.dumps({"id": "night-7", "book": book_id, "copy": 1, "condition": "worn"})
    monkeypatch.setattr("sys.stdin", StringIO(line))
    book_drop.run()
    assert '"event": "a book is back", "id": "night-7"' in capsys.readouterr().out


def test_a_closure_is_found_twice_and_read_once(redis: Redis) -> None:
    christmas = Closure(date(2026, 12, 25), "Christmas")
    bare = Mock(spec=Closures)
    bare.get.return_value = christmas
    cached = CachedClosures(bare, redis)
    assert cached.get(christmas.day) == cached.get(christmas.day) == christmas
    assert bare.get.call_count == 1


def test_a_day_is_closed_and_open_again(library: Container) -> None:
    christmas = Closure(date(2026, 12, 25), "Christmas")
    with library() as request:
        assert request.get(Closures).get(christmas.day) is None
    with library() as request:
        request.get(CloseLibrary)(christmas.day, christmas.reason)
    with library() as request:
        assert request.get(Closures).get(christmas.day) == christmas
    with library() as request:
        request.get(ReopenLibrary)(christmas.day)
    with library() as request:
        assert request.get(Closures).get(christmas.day) is None


def test_a_card_is_good_until_it_is_lost(library: Container) -> None:
    with library() as request:
        ana = request.get(Join)("Ana")
        card = request.get(IssueCard)(ana)
        assert request.get(Cards).identify(card) == ana
        request.get(ReportLoss)(ana)
    with library() as request, pytest.raises(InvalidCard):
        request.get(Cards).identify(card)


@pytest.mark.parametrize("card", ["", "a card", "a.b.c"])
def test_what_is_no_card_is_refused(library: Container, card: str) -> None:
    with library() as request, pytest.raises(InvalidCard):
        request.get(Cards).identify(card)

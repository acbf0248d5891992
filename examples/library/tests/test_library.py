"""The library as its container puts it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from dishka import Container, Provider, Scope
from redis import Redis

from library.adapters.bus import InProcessBus
from library.application.commands.acquire_book import AcquireBook
from library.application.commands.close_library import CloseLibrary, ReopenLibrary
from library.application.commands.issue_card import IssueCard, ReportLoss
from library.application.commands.join import Join
from library.application.commands.lend_book import LOAN, LendBook
from library.application.commands.ports import (
    Books,
    Cards,
    ConcurrentChange,
    InvalidCard,
    LibraryUnavailable,
    Members,
)
from library.application.commands.return_book import ReturnBook
from library.application.queries.catalogue import BrowseCatalogue, SearchCatalogue
from library.composition import Settings, Today, create_tables, library_by
from library.domain.books import Book, Condition
from library.domain.events import (
    BookLent,
    BookReturned,
    DomainEvent,
    MemberFined,
    MemberId,
    NotAllowed,
)
from library.entrypoints.desk import main

MONDAY = date(2026, 7, 6)


class Calendar:
    """A day that a test may turn over."""

    def __init__(self) -> None:
        self.day = MONDAY

    def today(self) -> date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def library(
    library_settings: Settings, redis: Redis, redis_socket: Path, calendar: Calendar
) -> Iterator[Container]:
    instead = Provider(scope=Scope.APP)
    instead.provide(lambda: calendar.today, provides=Today)
    with library_by(replace(library_settings, redis_url=f"unix://{redis_socket}"), instead) as container:
        create_tables(container)
        yield container


def test_a_book_is_lent_and_comes_back_late(library: Container, calendar: Calendar) -> None:
    """The catalogue shows it, the member is fined, and everything is told in its order."""
    told: list[DomainEvent] = []
    library.get(InProcessBus).subscribe(told.append)
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
        ana = request.get(Join)("Ana")
    with library() as request:
        assert request.get(LendBook)(book_id, ana) == 1
    with library() as request:
        [card] = request.get(BrowseCatalogue)().items
        assert (card.copies, card.available) == (1, 0)
    calendar.day += LOAN + timedelta(days=3)
    with library() as request:
        assert request.get(ReturnBook)(book_id, 1, Condition.WORN) == Decimal("0.60")
    with library() as request:
        [card] = request.get(SearchCatalogue)("emm")
        assert card.available == 1
        member = request.get(Members).get(ana)
        assert member is not None
        assert member.owes == Decimal("0.60")
        with pytest.raises(NotAllowed, match="owes"):
            request.get(LendBook)(book_id, ana)
    assert [type(each) for each in told] == [BookLent, BookReturned, MemberFined]


def test_what_is_not_there_is_not_lent(library: Container) -> None:
    with library() as request:
        ana = request.get(Join)("Ana")
        book_id = request.get(AcquireBook)("Emma", (), copies=0)
        with pytest.raises(NotAllowed, match="no copy"):
            request.get(LendBook)(book_id, ana)


def test_the_last_copy_is_lent_to_one_of_two(library: Container) -> None:
    """The later one is told, and no event of it goes out."""
    told: list[DomainEvent] = []
    library.get(InProcessBus).subscribe(told.append)
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",))
        ana, ben = request.get(Join)("Ana"), request.get(Join)("Ben")
    with library() as early, library() as late:
        slow = late.get(LendBook)
        assert slow.books.get(book_id) is not None
        slow.transaction.rollback()
        slow.books.get(book_id)
        early.get(LendBook)(book_id, ana)
        with pytest.raises((ConcurrentChange, NotAllowed)):
            slow(book_id, ben)
    assert len(told) == 1


def test_a_book_is_due_when_the_library_is_open(library: Container) -> None:
    """Closures are cached, and changed all the same."""
    with library() as request:
        book_id = request.get(AcquireBook)("Emma", ("Austen",), copies=3)
        ana = request.get(Join)("Ana")
    due = MONDAY + LOAN

    def lent_until() -> date | None:
        with library() as request:
            number: int = request.get(LendBook)(book_id, ana)
            book: Book = request.get(Books).get(book_id)
            return book.copies[number - 1].due

    assert lent_until() == due
    with library() as request:
        request.get(CloseLibrary)(due, "stocktaking")
    assert lent_until() == due + timedelta(days=1)
    with library() as request:
        request.get(ReopenLibrary)(due)
    assert lent_until() == due


def test_a_card_is_good_until_it_is_lost(library: Container) -> None:
    with library() as request:
        ana = request.get(Join)("Ana")
        card = request.get(IssueCard)(ana)
    with library() as request:
        assert request.get(Cards).identify(card) == ana
        request.get(ReportLoss)(ana)
    with library() as request, pytest.raises(InvalidCard):
        request.get(Cards).identify(card)


def test_nobody_else_has_a_card(library: Container) -> None:
    with library() as request, pytest.raises(NotAllowed):
        request.get(IssueCard)(MemberId("nobody"))


def test_the_desk_takes_books_in_and_lends_them(
    at_the_desk: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its cache is down, and nobody sees that before a day is to be closed."""

    def said(*arguments: str) -> list[str]:
        assert main(arguments) == 0
        return capsys.readouterr().out.splitlines()

    [book_id] = said("acquire", "Emma", "--author", "Austen", "--copies", "2")
    member_id, card = said("join", "Ana")
    assert said("lend", card, book_id) == ["copy 1"]
    assert said("search", "EMMA") == ["Emma, Austen: 1 of 2"]
    assert said("lost", member_id) == []
    with pytest.raises(InvalidCard):
        main(["lend", card, book_id])
    with pytest.raises(LibraryUnavailable):
        main(["close", "2026-08-03", "stocktaking"])


def test_the_desk_says_all_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "CARD_KEY"):
        monkeypatch.delenv(f"LIBRARY_{name}", raising=False)
    with pytest.raises(SystemExit, match="LIBRARY_DATABASE_URL, LIBRARY_REDIS_URL, LIBRARY_CARD_KEY"):
        main(["search", "Emma"])

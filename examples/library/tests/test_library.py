"""The library as its container puts it together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from dishka import Container, Provider, Scope

from library.adapters.bus import InProcessBus
from library.application.commands.acquire_book import AcquireBook
from library.application.commands.join import Join
from library.application.commands.lend_book import LOAN, LendBook
from library.application.commands.ports import ConcurrentChange, Members
from library.application.commands.return_book import ReturnBook
from library.application.queries.catalogue import BrowseCatalogue, SearchCatalogue
from library.composition import Today, create_tables, library_on
from library.domain.books import Condition
from library.domain.events import BookLent, BookReturned, DomainEvent, MemberFined, NotAllowed
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
def library(database: Path, calendar: Calendar) -> Iterator[Container]:
    instead = Provider(scope=Scope.APP)
    instead.provide(lambda: calendar.today, provides=Today)
    with library_on(f"sqlite:///{database}", instead) as container:
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


def test_the_desk_takes_books_in_and_finds_them(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{database}"
    assert main([url, "acquire", "Emma", "--author", "Austen", "--copies", "2"]) == 0
    assert main([url, "search", "EMMA"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Emma, Austen: 2 of 2"

"""What may happen to books and members, and what may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from library.domain.books import Book, Condition, Copy
from library.domain.events import BookId, BookLent, BookReturned, MemberFined, MemberId, NotAllowed
from library.domain.members import Fine, Member

DUE = date(2026, 7, 29)
ANA = MemberId("ana")


@pytest.fixture
def book() -> Book:
    book = Book(BookId("b-1"), "Emma", ("Austen",))
    book.acquire(Condition.NEW)
    return book


def test_a_copy_goes_out_and_comes_back(book: Book) -> None:
    """Both are told."""
    assert book.lend(ANA, DUE) == 1
    assert book.take_back(1, Condition.WORN) == Copy(1, Condition.NEW, ANA, DUE)
    assert book.copies == (Copy(1, Condition.WORN),)
    assert book.pull_events() == [BookLent(book.id, 1, ANA, DUE), BookReturned(book.id, 1, ANA)]
    assert book.pull_events() == []


def test_a_copy_is_lent_once(book: Book) -> None:
    book.lend(ANA, DUE)
    with pytest.raises(NotAllowed, match="Emma"):
        book.lend(ANA, DUE)


def test_a_damaged_copy_stays_where_it_is(book: Book) -> None:
    book.lend(ANA, DUE)
    book.take_back(1, Condition.DAMAGED)
    with pytest.raises(NotAllowed):
        book.lend(ANA, DUE)


def test_what_nobody_has_does_not_come_back(book: Book) -> None:
    with pytest.raises(NotAllowed, match="nobody"):
        book.take_back(1, Condition.NEW)


def test_a_copy_that_is_out_is_not_withdrawn(book: Book) -> None:
    book.lend(ANA, DUE)
    with pytest.raises(NotAllowed, match="shelf"):
        book.withdraw(1)
    book.take_back(1, Condition.NEW)
    book.withdraw(1)
    assert book.copies == ()


@pytest.mark.parametrize("copies", [(2, 1), (1, 1)])
def test_copies_stand_by_number(copies: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="by number"):
        Book(BookId("b-1"), "Emma", copies=tuple(Copy(number, Condition.NEW) for number in copies))


def test_a_copy_is_due_where_somebody_has_it() -> None:
    with pytest.raises(ValueError, match="borrower"):
        Copy(1, Condition.NEW, ANA)


def test_fines_add_up_until_they_are_paid() -> None:
    """Who owes something is in no good standing."""
    ana = Member(ANA, "Ana", date(2026, 1, 1))
    ana.fine(Decimal("0.2"), "late")
    ana.fine(Decimal("1.10"), "late again")
    assert (ana.owes, ana.pull_events()[0]) == (Decimal("1.30"), MemberFined(ANA, Decimal("0.20")))
    with pytest.raises(NotAllowed, match=r"owes 1\.30"):
        ana.require_good_standing()
    assert ana.pay() == Decimal("1.30")
    ana.require_good_standing()


@pytest.mark.parametrize("amount", ["0", "0.001", "10000", "NaN"])
def test_a_fine_is_an_amount_that_somebody_may_owe(amount: str) -> None:
    with pytest.raises(ValueError, match="fine"):
        Fine(Decimal(amount), "late")

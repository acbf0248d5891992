"""Lend a book to a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from library.application.commands.ports import Books, Closures, Members, TransactionManager
from library.application.queries.catalogue import CatalogueReader
from library.domain.events import BookId, MemberId, NotAllowed

LOAN = timedelta(days=28)


@dataclass(frozen=True)
class LendBook:
    """Call it with the book and the member; it gives the number of the copy."""

    books: Books
    members: Members
    closures: Closures
    catalogue: CatalogueReader
    transaction: TransactionManager
    today: Callable[[], date]

    def __call__(self, book_id: BookId, member_id: MemberId) -> int:
        card = self.catalogue.find(book_id)
        if card is None or not card.available:
            raise NotAllowed("no copy is there to be lent")
        book, member = self.books.get(book_id), self.members.get(member_id)
        if book is None or member is None:
            raise NotAllowed("there is no such book, or no such member")
        member.require_good_standing()
        number = book.lend(member_id, self._due())
        self.books.save(book)
        self.transaction.commit()
        return number

    def _due(self) -> date:
        """The first day after the loan on which the book can be brought back."""
        due = self.today() + LOAN
        while self.closures.get(due) is not None:
            due += timedelta(days=1)
        return due

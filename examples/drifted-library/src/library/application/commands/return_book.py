"""Bring a book back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from library.application.commands.ports import Books, Flusher, Members, TransactionManager
from library.domain.books import Condition, Copy
from library.domain.events import BookId, NotAllowed

A_DAY = Decimal("0.20")


@dataclass(frozen=True)
class ReturnBook:
    """Two things change, or neither: the book is back, and who was late is fined."""

    books: Books
    members: Members
    flusher: Flusher
    transaction: TransactionManager
    today: Callable[[], date]

    def __call__(self, book_id: BookId, number: int, condition: Condition) -> Decimal:
        book = self.books.get(book_id)
        if book is None:
            raise NotAllowed("there is no such book")
        copy = book.take_back(number, condition)
        self.books.save(book)
        self.flusher.flush()  # where somebody has brought it back meanwhile, nobody is fined
        fine = self._fine(copy)
        self.transaction.commit()
        return fine

    def _fine(self, copy: Copy) -> Decimal:
        late = (self.today() - copy.due).days if copy.due else 0
        member = self.members.get(copy.borrower) if copy.borrower else None
        if late <= 0 or member is None:
            return Decimal("0.00")
        member.fine(late * A_DAY, f"{late} days late")
        self.members.save(member)
        return late * A_DAY

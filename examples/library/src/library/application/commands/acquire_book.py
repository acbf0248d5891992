"""Take a new book into the library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from library.application.commands.ports import Books, TransactionManager
from library.domain.books import Book, Condition
from library.domain.events import BookId


@dataclass(frozen=True)
class AcquireBook:
    """Call it with the title, the authors and how many copies there are; it gives the new book's id."""

    books: Books
    transaction: TransactionManager
    new_id: Callable[[], str]

    def __call__(self, title: str, authors: tuple[str, ...], copies: int = 1) -> BookId:
        book = Book(BookId(self.new_id()), title, authors)
        for _ in range(copies):
            book.acquire(Condition.NEW)
        self.books.add(book)
        self.transaction.commit()
        return book.id

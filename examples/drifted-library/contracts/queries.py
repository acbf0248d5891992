"""What the query side promises, over the command side that writes what it reads."""

from __future__ import annotations

from dovetail import ReaderContract

from contracts.commands import BooksContract
from library.application.queries.catalogue import BookCard, CatalogueReader
from library.domain.books import Book, Condition


def card(book: Book) -> BookCard:
    """What the catalogue shows of a book."""
    available = [
        copy for copy in book.copies if copy.borrower is None and copy.condition is not Condition.DAMAGED
    ]
    return BookCard(book.id, book.title, book.authors, len(book.copies), len(available))


class CatalogueContract(ReaderContract):
    port = CatalogueReader
    commands = {"books": BooksContract}
    views = {"find": card, "page": card, "search": card}

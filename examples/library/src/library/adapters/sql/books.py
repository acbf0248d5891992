"""Books in a session."""

from __future__ import annotations

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from library.adapters.sql.mappers import BookMapper
from library.adapters.sql.models import BookModel
from library.adapters.sql.transaction import CollectedEvents, translated
from library.domain.books import Book
from library.domain.events import BookId


class SqlBooks:
    """A `Books` over a session."""

    def __init__(self, session: Session, collected: CollectedEvents) -> None:
        self._session = session
        self._collected = collected
        # A session forgets rows that nobody holds, and with them the version that a save must be held to.
        self._held: dict[BookId, BookModel] = {}

    def add(self, book: Book) -> None:
        self._held[book.id] = model = BookMapper.to_model(book)
        with translated():
            self._session.add(model)
            self._session.flush()
        self._collected.collect(book.pull_events())

    def get(self, book_id: BookId) -> Book | None:
        with translated():
            model = self._session.get(BookModel, book_id)
        if model is None:
            return None
        self._held[book_id] = model
        return BookMapper.to_domain(model)

    def save(self, book: Book) -> None:
        with translated():
            self._held[book.id] = model = self._session.merge(BookMapper.to_model(book))
        flag_modified(model, "title")  # counts what changes in its children alone, too
        self._collected.collect(book.pull_events())

"""The catalogue, read past the domain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from library.adapters.sql.models import BookModel, CopyModel
from library.application.queries.catalogue import BookCard, CatalogueUnavailable, Page
from library.domain.books import Condition
from library.domain.events import BookId

_ON_THE_SHELF = (CopyModel.borrower.is_(None)) & (CopyModel.condition != Condition.DAMAGED.value)

_CARDS = (
    select(
        BookModel.id,
        BookModel.title,
        BookModel.authors,
        func.count(CopyModel.number).label("copies"),
        func.coalesce(func.sum(case((CopyModel.number.is_not(None) & _ON_THE_SHELF, 1), else_=0)), 0).label(
            "available"
        ),
    )
    .join(CopyModel)
    .group_by(BookModel.id, BookModel.title, BookModel.authors)
    .order_by(BookModel.title, BookModel.id)
)


class SqlCatalogue:
    """A `CatalogueReader` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, book_id: BookId) -> BookCard | None:
        cards = self._cards(_CARDS.where(BookModel.id == book_id))
        return cards[0] if cards else None

    def page(self, limit: int = 20, offset: int = 0) -> Page:
        total = select(func.count()).select_from(BookModel)
        return Page(self._cards(_CARDS.limit(limit).offset(offset)), self._read(total)[0][0])

    def search(self, text: str, limit: int = 20) -> list[BookCard]:
        return self._cards(_CARDS.where(BookModel.title.ilike(f"%{text}%")).limit(limit))

    def _cards(self, asked: Select[Any]) -> list[BookCard]:
        return [
            BookCard(BookId(row.id), row.title, tuple(row.authors), row.copies, row.available)
            for row in self._read(asked)
        ]

    def _read(self, asked: Select[Any]) -> list[Row[Any]]:
        try:
            return list(self._session.execute(asked))
        except SQLAlchemyError as error:
            raise CatalogueUnavailable("the database did not answer as it should") from error

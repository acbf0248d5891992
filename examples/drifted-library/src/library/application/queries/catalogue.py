"""What there is to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from library.domain.events import BookId


@dataclass(frozen=True)
class BookCard:
    """A book as the catalogue shows it: of all its copies, so many are on the shelf."""

    id: BookId
    title: str
    authors: tuple[str, ...]
    copies: int
    available: int


@dataclass(frozen=True)
class Page:
    """Some books, and how many there are."""

    items: list[BookCard]
    total: int


class CatalogueUnavailable(Exception):
    """The catalogue cannot be read now."""


class CatalogueReader(Protocol):
    """The catalogue, by title."""

    def find(self, book_id: BookId) -> BookCard | None:
        """Give one book."""

    def page(self, limit: int = 20, offset: int = 0) -> Page:
        """Give the books from there on."""

    def search(self, text: str, limit: int = 20) -> list[BookCard]:
        """Give the books that have this text in their title, whatever the case of its letters."""


@dataclass(frozen=True)
class BrowseCatalogue:
    """A query: a page, counted from 1."""

    catalogue: CatalogueReader
    size: int = 20

    def __call__(self, page: int = 1) -> Page:
        return self.catalogue.page(self.size, (page - 1) * self.size)


@dataclass(frozen=True)
class SearchCatalogue:
    """A query: the first books with this text in their title."""

    catalogue: CatalogueReader

    def __call__(self, text: str) -> list[BookCard]:
        return self.catalogue.search(text) if text.strip() else []

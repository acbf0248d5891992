"""What commands need: books and members to load and to save, and one transaction around both."""

from __future__ import annotations

from typing import Protocol

from library.domain.books import Book
from library.domain.events import BookId, DomainEvent, MemberId
from library.domain.members import Member


class AlreadyThere(Exception):
    """Another one has this id."""


class ConcurrentChange(Exception):
    """Somebody else has changed it meanwhile: begin again."""


class CorruptRow(Exception):
    """What is stored is no book, or no member."""


class LibraryUnavailable(Exception):
    """The library cannot be reached now; what is in it is not known."""


class Books(Protocol):
    """All books. What is saved is written with the next flush or commit."""

    def add(self, book: Book) -> None:
        """Take in a new book, or raise `AlreadyThere`."""

    def get(self, book_id: BookId) -> Book | None:
        """Give a book, as it is in this transaction."""

    def save(self, book: Book) -> None:
        """Keep what has become of a book that this transaction has loaded or added."""


class Members(Protocol):
    """All members, likewise."""

    def add(self, member: Member) -> None:
        """Take in a new member, or raise `AlreadyThere`."""

    def get(self, member_id: MemberId) -> Member | None:
        """Give a member, as it is in this transaction."""

    def save(self, member: Member) -> None:
        """Keep what has become of a member that this transaction has loaded or added."""

    def remove(self, member_id: MemberId) -> None:
        """Let a member go; somebody who is none is gone already."""


class Flusher(Protocol):
    """Sends what is waiting to the database."""

    def flush(self) -> None:
        """Raise `ConcurrentChange` now, and not only at the commit."""


class TransactionManager(Protocol):
    """Ends the transaction in which all of that happens."""

    def commit(self) -> None:
        """Keep everything and tell what has happened, or raise and keep nothing."""

    def rollback(self) -> None:
        """Keep nothing, and tell nothing."""


class Publisher(Protocol):
    """Whoever wants to know what happened."""

    def publish(self, event: DomainEvent) -> None:
        """Tell all who want to know. What one of them raises is not the business of who tells."""

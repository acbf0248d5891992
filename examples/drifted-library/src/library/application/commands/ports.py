"""What commands need: what they load and save, who asks for it, and one transaction around all of it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from library.domain.books import Book
from library.domain.closures import Closure
from library.domain.events import BookId, DomainEvent, MemberId
from library.domain.members import Member


class AlreadyThere(Exception):
    """Another one has this id."""


class ConcurrentChange(Exception):
    """Somebody else has changed it meanwhile: begin again."""


class CorruptRow(Exception):
    """What is stored is no book, or no member."""


class InvalidCard(Exception):
    """The card is none of ours, is too old, or was reported lost."""


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


class Closures(Protocol):
    """The days on which the library is closed. What is saved is written with the next flush or commit."""

    def get(self, day: date) -> Closure | None:
        """Give the closure of a day, or None where the library is open."""

    def save(self, closure: Closure) -> None:
        """Close the library on a day, or change the reason."""

    def remove(self, day: date) -> None:
        """Open it again; a day on which it is open stays as it is."""


class Cards(Protocol):
    """Who shows a card. Of each member the latest one is good."""

    def issue(self, member_id: MemberId) -> str:
        """Make a card out to a member; the one before is good for nothing any more."""

    def identify(self, card: str) -> MemberId:
        """Tell whose card this is, or raise `InvalidCard`."""

    def revoke_access(self, member_id: MemberId) -> None:
        """Refuse every card of a member that there is."""


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

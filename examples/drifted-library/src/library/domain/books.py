"""Books, and the copies that the library has of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from library.domain.events import BookId, BookLent, BookReturned, DomainEvent, MemberId, NotAllowed

MOST_COPIES = 10_000


class Condition(StrEnum):
    """What a copy looks like."""

    NEW = "new"
    WORN = "worn"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Copy:
    """One copy: on the shelf, or with somebody until a day."""

    number: int
    condition: Condition
    borrower: MemberId | None = None
    due: date | None = None

    def __post_init__(self) -> None:
        if self.number not in range(1, MOST_COPIES + 1):
            raise ValueError(f"copies are numbered from 1 to {MOST_COPIES}, not {self.number}")
        if (self.borrower is None) != (self.due is None):
            raise ValueError("a copy has a borrower and a due day, or neither")


@dataclass(eq=False)
class Book:
    """A title, and its copies by number."""

    id: BookId
    title: str
    authors: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    _pending_events: list[DomainEvent] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        numbers = [copy.number for copy in self.copies]
        if numbers != sorted(set(numbers)):
            raise ValueError(f"copies stand by number, each once: {numbers}")

    def acquire(self, condition: Condition) -> int:
        """Put another copy on the shelf, and give its number."""
        number = max((copy.number for copy in self.copies), default=0) + 1
        self.copies = (*self.copies, Copy(number, condition))
        return number

    def lend(self, member_id: MemberId, due: date) -> int:
        """Give a copy that is on the shelf and not damaged to somebody, and tell its number."""
        for copy in self.copies:
            if copy.borrower is None and copy.condition is not Condition.DAMAGED:
                self._put(replace(copy, borrower=member_id, due=due))
                self._pending_events.append(BookLent(self.id, copy.number, member_id, due))
                return copy.number
        raise NotAllowed(f"no copy of {self.title} is there to be lent")

    def take_back(self, number: int, condition: Condition) -> Copy:
        """Put a copy back on the shelf, and give it as it was while it was out."""
        for copy in self.copies:
            if copy.number == number and copy.borrower is not None:
                self._put(Copy(number, condition))
                self._pending_events.append(BookReturned(self.id, number, copy.borrower))
                return copy
        raise NotAllowed(f"nobody has copy {number} of {self.title}")

    def withdraw(self, number: int) -> None:
        """Take a copy that is on the shelf out of the library for good."""
        if all(copy.number != number or copy.borrower is not None for copy in self.copies):
            raise NotAllowed(f"copy {number} of {self.title} is not on the shelf")
        self.copies = tuple(copy for copy in self.copies if copy.number != number)

    def pull_events(self) -> list[DomainEvent]:
        """Hand over what has happened since this was asked last."""
        pulled, self._pending_events = self._pending_events, []
        return pulled

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def _put(self, changed: Copy) -> None:
        self.copies = tuple(changed if copy.number == changed.number else copy for copy in self.copies)

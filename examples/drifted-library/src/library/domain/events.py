"""What others may want to know of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NewType

BookId = NewType("BookId", str)
MemberId = NewType("MemberId", str)


@dataclass(frozen=True)
class BookLent:
    """A copy has gone out."""

    book_id: BookId
    copy: int
    member_id: MemberId
    due: date


@dataclass(frozen=True)
class BookReturned:
    """A copy is back."""

    book_id: BookId
    copy: int
    member_id: MemberId


@dataclass(frozen=True)
class MemberFined:
    """Somebody owes the library money."""

    member_id: MemberId
    amount: Decimal


DomainEvent = BookLent | BookReturned | MemberFined


class NotAllowed(Exception):
    """The rules of the library do not permit this."""

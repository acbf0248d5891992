"""What the book drop promises those who run it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dovetail import OperationsContract
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from library.adapters.sql.books import SqlBooks
from library.adapters.sql.transaction import CollectedEvents
from library.domain.books import Book, Condition, Copy
from library.domain.events import BookId, MemberId


def lent(unique: str, correlation: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Somebody brings back what was lent."""
    return brought_back(Copy(1, Condition.NEW, MemberId("ana"), date.max), unique, correlation, environment)


def never_lent(unique: str, correlation: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Somebody brings what is on the shelf, which is refused."""
    return brought_back(Copy(1, Condition.NEW), unique, correlation, environment)


def brought_back(copy: Copy, unique: str, correlation: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Put a copy into the library, and give the line by which it comes back."""
    engine = create_engine(environment["LIBRARY_DATABASE_URL"])
    with Session(engine) as session:
        SqlBooks(session, CollectedEvents()).add(Book(BookId(unique), "Emma", ("Austen",), (copy,)))
        session.commit()
    engine.dispose()
    return {"id": correlation, "book": unique, "copy": 1, "condition": "worn"}


class BookDropContract(OperationsContract):
    request = staticmethod(lent)
    failing = staticmethod(never_lent)
    correlation = "id"
    required = ["LIBRARY_DATABASE_URL", "LIBRARY_REDIS_URL", "LIBRARY_CARD_KEY"]
    secrets = ["LIBRARY_CARD_KEY"]
    stop_within = 10

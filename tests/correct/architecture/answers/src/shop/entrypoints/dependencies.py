"""Sessions that FastAPI leaves: before the answer goes out, or with nothing left to commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from shop.adapters.sql import sessions, transaction


def get_session() -> Iterator[Session]:
    """Commits after the endpoint, and is asked for until then only."""
    with transaction() as session:
        yield session


def get_reader() -> Iterator[Session]:
    """Commits what was only read, to give the connection back."""
    session = sessions()
    yield session
    session.commit()


def get_plain() -> Iterator[Session]:
    """Closes a session that the endpoint commits."""
    session = sessions()
    try:
        yield session
    finally:
        session.close()


def get_late() -> Iterator[Session]:
    """Commits again what the endpoint has committed."""
    session = sessions()
    yield session
    session.commit()


def get_prepared() -> Iterator[Session]:
    """Commits before anybody has it, and afterwards only where something failed."""
    session = sessions()
    session.commit()
    try:
        yield session
    except LookupError:
        session.commit()


SessionDep = Annotated[Session, Depends(get_session, scope="function")]

"""One session, and what ends its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from library.application.commands.ports import (
    AlreadyThere,
    ConcurrentChange,
    LibraryUnavailable,
    Publisher,
)
from library.domain.events import DomainEvent


class CollectedEvents:
    """What has happened in a transaction that is not over."""

    def __init__(self) -> None:
        self._events: list[DomainEvent] = []

    def collect(self, events: Iterable[DomainEvent]) -> None:
        """Add what an aggregate hands over."""
        self._events += events

    def drain(self) -> list[DomainEvent]:
        """Give all of it, and begin anew."""
        drained, self._events = self._events, []
        return drained


class SqlFlusher:
    """A `Flusher` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def flush(self) -> None:
        with translated():
            self._session.flush()


class SqlTransactionManager:
    """A `TransactionManager` over a session: events go out when the commit has succeeded, and not before."""

    def __init__(self, session: Session, collected: CollectedEvents, publisher: Publisher) -> None:
        self._session = session
        self._collected = collected
        self._publisher = publisher

    def commit(self) -> None:
        try:
            with translated():
                self._session.commit()
        except BaseException:
            self.rollback()
            raise
        for event in self._collected.drain():
            self._publisher.publish(event)

    def rollback(self) -> None:
        self._collected.drain()
        with translated():
            self._session.rollback()


@contextmanager
def translated() -> Iterator[None]:
    """Let the database's failures speak the application's language."""
    try:
        yield
    except IntegrityError as error:
        raise AlreadyThere("another one has this id") from error
    except StaleDataError as error:
        raise ConcurrentChange("somebody else has changed it meanwhile") from error
    except SQLAlchemyError as error:
        raise LibraryUnavailable("the database did not answer as it should") from error

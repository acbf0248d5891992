"""One transaction, and its failures in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from drifted.domain.orders import OrdersUnavailable


@contextmanager
def transaction(engine: Engine, unavailable: type[Exception] = OrdersUnavailable) -> Iterator[Session]:
    """Give a session whose work is committed at the end, or raise what says that it could not be done."""
    try:
        with Session(engine) as session, session.begin():
            yield session
    except SQLAlchemyError as error:
        raise unavailable("the database did not answer as it should") from error

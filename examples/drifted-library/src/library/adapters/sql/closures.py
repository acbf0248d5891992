"""Closures in a session."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from library.adapters.sql.models import ClosureModel
from library.adapters.sql.transaction import translated
from library.domain.closures import Closure


class SqlClosures:
    """A `Closures` over a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, day: date) -> Closure | None:
        with translated():
            model = self._session.get(ClosureModel, day)
        return None if model is None else Closure(model.day, model.reason)

    def save(self, closure: Closure) -> None:
        with translated():
            self._session.merge(ClosureModel(day=closure.day, reason=closure.reason))

    def remove(self, day: date) -> None:
        with translated():
            model = self._session.get(ClosureModel, day)
            if model is not None:
                self._session.delete(model)
                self._session.flush()

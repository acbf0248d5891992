"""Lending units that are functions: a decorator whose session is in a context variable, one that retries, Results."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from correct.unit_of_work.lending import CopiesContract, MembersContract
from correct.unit_of_work.lending_in_sql import SqlCopies, SqlMembers, SqlUnit, store
from dovetail import UnitOfWorkContract, fails

_SESSION: ContextVar[Session] = ContextVar("_SESSION")


class Transactional:
    """A decorator; a decorated function that another one calls is a part of that one's unit."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def decorated(*args: Any, **kwargs: Any) -> Any:
            if _SESSION.get(None) is not None:
                return function(*args, **kwargs)
            with self.sessions() as session:
                token = _SESSION.set(session)
                try:
                    answer = function(*args, **kwargs)
                    session.commit()
                finally:
                    _SESSION.reset(token)
            return answer

        return decorated

    @property
    def members(self) -> SqlMembers:
        return SqlMembers(_SESSION.get())

    @property
    def copies(self) -> SqlCopies:
        return SqlCopies(_SESSION.get())


class Connected:
    """What a unit of `Retrying` gives."""

    def __init__(self, session: Session) -> None:
        self.members = SqlMembers(session)
        self.copies = SqlCopies(session)


class Retrying:
    """Runs a function in a unit of work, and once more where the database was busy before the commit was sent."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions

    def run(self, work: Callable[[Connected], Any]) -> Any:
        try:
            return self._once(work)
        except _NothingSentError:
            return self._once(work)

    def _once(self, work: Callable[[Connected], Any]) -> Any:
        with self.sessions() as session:
            try:
                answer = work(Connected(session))
                session.flush()
            except OperationalError as error:
                raise _NothingSentError from error
            session.commit()
        return answer


class _NothingSentError(Exception):
    """The database has refused a statement."""


@dataclass(frozen=True)
class Ok:
    value: None = None
    is_ok: bool = True


@dataclass(frozen=True)
class Err:
    error: Exception
    is_ok: bool = False


class ResultUnit(SqlUnit):
    """A commit that fails is a Result."""

    def commit(self) -> Ok | Err:  # type: ignore[override]
        try:
            self.session.commit()
        except SQLAlchemyError as error:
            self.session.rollback()
            return Err(error)
        return Ok()


class FunctionsContract(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}


class TestTransactional(FunctionsContract):
    nested = "joins"
    store = staticmethod(lambda: store(Transactional))


class TestRetrying(FunctionsContract):
    store = staticmethod(lambda: store(Retrying))


class TestResultUnit(FunctionsContract):
    leaving = "discards"
    swallowed = fails(SQLAlchemyError)
    store = staticmethod(lambda: store(ResultUnit))

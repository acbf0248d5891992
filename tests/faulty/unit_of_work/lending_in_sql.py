"""Faults of units over SQLAlchemy sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_sql import (
    Desk,
    Runner,
    SqlCopies,
    SqlMembers,
    SqlUnit,
    TestDesk,
    TestRunner,
    member_row,
    store,
)
from correct.unit_of_work.lending_with_events import JoiningUnit, TestJoiningUnit
from dovetail import UnitOfWorkContract

contract = LendingContract
__all__ = ["contract", "held_to", "store"]

Kind = type[BaseException] | None


class FlushesForACommit(SqlUnit):
    """UOW-01: sent to the database, and rolled back when the session is closed."""

    def commit(self) -> None:
        self.session.flush()


class CommitsOnceItHasCommitted(SqlUnit):
    """UOW-02: after its first commit it commits whatever else is done, as a flag says that nobody resets. UOW-10"""

    committed = False

    def commit(self) -> None:
        super().commit()
        self.committed = True

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.committed and error is None:
            self.session.commit()
        super().__exit__(kind, error, trace)


class CommitsInTheEnd(SqlUnit):
    """UOW-03: half of a use case is stored when it fails. UOW-01 UOW-02 UOW-06 UOW-07 UOW-08"""

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        with self.session, suppress(SQLAlchemyError):
            self.session.commit()


class KeepsTheErrorToItself(SqlUnit):
    """UOW-03: an `__exit__` that ends with `return True`. UOW-04 UOW-05 UOW-06 UOW-07"""

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> bool:  # type: ignore[override]
        super().__exit__(kind, error, trace)
        return True


class WrapsTheError(SqlUnit):
    """UOW-03: whatever happened comes out as the unit's own error. UOW-06"""

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        super().__exit__(kind, error, trace)
        if error is not None:
            raise RuntimeError("the unit of work failed") from error


class SwallowsTheFailedCommit(SqlUnit):
    """UOW-05: a full disk is a line in the log. UOW-04 UOW-07"""

    def commit(self) -> None:
        try:
            self.session.commit()
        except SQLAlchemyError:
            self.session.rollback()


class LosesTheCause(SqlUnit):
    """UOW-05: nobody is told what the database said."""

    def commit(self) -> None:
        try:
            self.session.commit()
        except SQLAlchemyError:
            self.session.rollback()
            raise RuntimeError("the commit failed") from None


class LetsTheRollbackSpeak(SqlUnit):
    """UOW-06: the error of the clean-up comes out in place of the use case's."""

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.rollback()
        self.session.close()


class ASessionEach(SqlUnit):
    """UOW-07: two transactions, one after the other. UOW-05"""

    def __enter__(self) -> Self:
        super().__enter__()
        self.second = self.sessions()
        self.copies = SqlCopies(self.second)
        return self

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        self.second.close()
        super().__exit__(kind, error, trace)

    def commit(self) -> None:
        self.session.commit()
        self.second.commit()


class MembersThatCommit(SqlMembers):
    def save(self, member: Member) -> None:
        super().save(member)
        self.session.commit()


class ARepositoryThatCommits(SqlUnit):
    """UOW-08: saving was written before there was a unit of work. UOW-03"""

    def __enter__(self) -> Self:
        super().__enter__()
        self.members = MembersThatCommit(self.session)
        return self


class CopiesThatCommitARemoval(SqlCopies):
    def remove(self, copy_id: str) -> None:
        super().remove(copy_id)
        self.session.commit()


class ARemovalThatCommits(SqlUnit):
    """UOW-08: of the second repository, what is removed is gone for good."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.copies = CopiesThatCommitARemoval(self.session)
        return self


class WantsSomethingToCommit(SqlUnit):
    """UOW-09: a use case that had nothing to change fails."""

    def commit(self) -> None:
        if not self.session.in_transaction():
            raise RuntimeError("nothing to commit")
        super().commit()


class ConnectsWhenItIsMade(SqlUnit):
    """UOW-09: a connection for as long as the application lives. UOW-17"""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        super().__init__(sessions)
        self.kept = sessions()
        self.kept.connection()
        self.kept.commit()
        self.kept.connection()


class BeginsWithoutLooking(Desk):
    """UOW-04: `sessionmaker.begin()` commits on exit, and says nothing where a failed flush has ended it. UOW-06"""

    @contextmanager
    def unit_of_work(self) -> Iterator[Desk.Unit]:
        with self.sessions.begin() as session:
            yield Desk.Unit(session)


class PendingMembers(SqlMembers):
    def __init__(self, session: Session, pending: list[Member]) -> None:
        super().__init__(session)
        self.pending = pending

    def add(self, member: Member) -> None:
        self.pending.append(member)


class KeepsWhatIsPending(SqlUnit):
    """UOW-10: what was added is written with each commit, over what others have made of it."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.pending: list[Member] = []
        self.members = PendingMembers(self.session, self.pending)
        return self

    def commit(self) -> None:
        for each in self.pending:
            self.session.merge(member_row(each))
        super().commit()


class OneSessionForLife(SqlUnit):
    """UOW-11: what a unit that failed has added is stored by the next one. UOW-17 UOW-20"""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        super().__init__(sessions)
        self.session = sessions()
        self.members, self.copies = SqlMembers(self.session), SqlCopies(self.session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None:
            self.session.rollback()


class ReplacesItsSession(JoiningUnit):
    """UOW-12: a unit inside of another one begins a session of its own, and closes it as the other one's."""

    def __enter__(self) -> Self:
        return SqlUnit.__enter__(self)

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        SqlUnit.__exit__(self, kind, error, trace)

    def commit(self) -> None:
        self.session.commit()


class CommitsInside(JoiningUnit):
    """UOW-12: an inner commit is durable, whatever becomes of the outer unit."""

    def commit(self) -> None:
        self.session.commit()


REGISTRIES: dict[Any, Any] = {}


class SharesItsRegistry(SqlUnit):
    """UOW-13: whoever ends a scoped session ends everybody's in that thread."""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        bind = sessions.kw["bind"]  # type: ignore[attr-defined]
        self.registry = REGISTRIES.setdefault(bind, scoped_session(sessionmaker(bind)))
        super().__init__(self.registry)

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        self.registry.remove()


SESSIONS: dict[Any, Session] = {}


class OneSessionForAll(SqlUnit):
    """UOW-14: a session in a global; the rollback of one unit drops what another has added. UOW-13 UOW-11"""

    def __init__(self, sessions: Callable[[], Session]) -> None:
        bind = sessions.kw["bind"]  # type: ignore[attr-defined]
        super().__init__(lambda: SESSIONS.setdefault(bind, Session(bind)))

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        self.session.rollback()


class CommitsUnlessAnException(SqlUnit):
    """UOW-16: what a worker was told to drop is stored. UOW-02"""

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None and not isinstance(error, Exception):
            self.session.commit()
        super().__exit__(kind, error, trace)


class ClosesWhatItHasWritten(SqlUnit):
    """UOW-17: a unit that only read keeps its connection."""

    wrote = False

    def commit(self) -> None:
        super().commit()
        self.wrote = True

    def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None or self.wrote:
            super().__exit__(kind, error, trace)


class RunsItAgain(Runner):
    """UOW-20: whatever the database says, the work is done once more. UOW-04 UOW-05 UOW-07"""

    def run(self, work: Callable[[Desk.Unit], object]) -> object:
        for _ in range(2):
            with suppress(OperationalError):
                return super().run(work)
        return super().run(work)


class CommitsAgain(SqlUnit):
    """UOW-20: a commit that failed is sent once more, and what was pending is added again. UOW-05"""

    def commit(self) -> None:
        pending = [*self.session.new]
        try:
            self.session.commit()
        except OperationalError:
            self.session.rollback()
            for each in pending:
                self.session.merge(each)
            self.session.commit()


def held_to(adapter: type) -> type[UnitOfWorkContract]:
    """The contract of an adapter: a desk is no unit itself."""
    for base, suite in ((Desk, TestDesk), (Runner, TestRunner), (JoiningUnit, TestJoiningUnit)):
        if issubclass(adapter, base):
            return suite
    return contract

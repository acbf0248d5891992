"""Lending units over SQLAlchemy: the caller commits, or leaving does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, ForeignKey, create_engine, delete, event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker
from sqlalchemy.pool import QueuePool

from correct.repositories.databases import _folder, _numbers
from correct.repositories.databases import engine as memory_engine
from correct.unit_of_work.lending import CopiesContract, Copy, LendingContract, Loan, Member, MembersContract
from dovetail import UnitOfWorkContract
from dovetail.stores import SqlAlchemyStore


class Base(DeclarativeBase):
    pass


class LoanRow(Base):
    __tablename__ = "loans"
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    copy_id: Mapped[str]
    days: Mapped[int]


class MemberRow(Base):
    __tablename__ = "members"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    loans: Mapped[list[LoanRow]] = relationship(
        order_by=LoanRow.position, cascade="all, delete-orphan", lazy="selectin"
    )


class CopyRow(Base):
    __tablename__ = "copies"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    shelf: Mapped[str]


def member_row(member: Member) -> MemberRow:
    loans = [
        LoanRow(member_id=member.id, position=place, copy_id=each.copy_id, days=each.days)
        for place, each in enumerate(member.loans)
    ]
    return MemberRow(id=member.id, name=member.name, loans=loans)


def member_of(row: MemberRow) -> Member:
    return Member(row.id, row.name, [Loan(each.copy_id, each.days) for each in row.loans])


class SqlMembers:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, member: Member) -> None:
        self.session.add(member_row(member))

    def save(self, member: Member) -> None:
        self.session.merge(member_row(member))

    def get(self, member_id: str) -> Member | None:
        row = self.session.get(MemberRow, member_id)
        return None if row is None else member_of(row)

    def remove(self, member_id: str) -> None:
        row = self.session.get(MemberRow, member_id)
        if row is not None:
            self.session.delete(row)


class SqlCopies:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, copy: Copy) -> None:
        self.session.add(CopyRow(id=copy.id, title=copy.title, shelf=copy.shelf))

    def save(self, copy: Copy) -> None:
        self.session.merge(CopyRow(id=copy.id, title=copy.title, shelf=copy.shelf))

    def get(self, copy_id: str) -> Copy | None:
        row = self.session.scalar(select(CopyRow).where(CopyRow.id == copy_id))
        return None if row is None else Copy(row.id, row.title, row.shelf)

    def remove(self, copy_id: str) -> None:
        self.session.execute(delete(CopyRow).where(CopyRow.id == copy_id))


class SqlUnit:
    """The caller commits; leaving rolls back whatever is left, and closes."""

    members: SqlMembers
    copies: SqlCopies

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self.sessions = sessions

    def __enter__(self) -> Self:
        self.session = self.sessions()
        self.members = SqlMembers(self.session)
        self.copies = SqlCopies(self.session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.session.close()
        except SQLAlchemyError:
            if error is None:  # else that is the one to tell
                raise

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()


class SqlUnitThatCommits:
    """Leaving commits, unless there was an error."""

    members: SqlMembers
    copies: SqlCopies

    def __init__(self, sessions: Callable[[], Session]) -> None:
        self.sessions = sessions

    def __enter__(self) -> Self:
        self.session = self.sessions()
        self.members = SqlMembers(self.session)
        self.copies = SqlCopies(self.session)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with self.session:
                if error is None:
                    self.session.commit()
        except SQLAlchemyError:
            if error is None:
                raise


class Desk:
    """Gives units of work, each with a session of its own."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions

    @contextmanager
    def unit_of_work(self) -> Iterator[Desk.Unit]:
        with self.sessions() as session:
            yield Desk.Unit(session)
            session.commit()

    class Unit:
        def __init__(self, session: Session) -> None:
            self.members = SqlMembers(session)
            self.copies = SqlCopies(session)


class Runner:
    """Runs a function in a unit of work."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self.sessions = sessions

    def run(self, work: Callable[[Desk.Unit], object]) -> object:
        with self.sessions() as session:
            answer = work(Desk.Unit(session))
            session.commit()
        return answer


class SessionBundle:
    """The command side of a CQRS service: repositories, a flusher and a transaction manager over one session."""

    def __init__(self, session: Session) -> None:
        self.members = SqlMembers(session)
        self.copies = SqlCopies(session)
        self.flusher = Flusher(session)
        self.transaction = TransactionManager(session)


class Flusher:
    def __init__(self, session: Session) -> None:
        self.session = session

    def flush(self) -> None:
        self.session.flush()


class TransactionManager:
    def __init__(self, session: Session) -> None:
        self.session = session

    def commit(self) -> None:
        self.session.commit()

    def rollback(self) -> None:
        self.session.rollback()


def engine() -> Engine:
    """A file, with a pool as in production: what a unit does not give back is missed."""
    made = create_engine(f"sqlite:///{_folder.name}/units{next(_numbers)}.db", poolclass=QueuePool)

    @event.listens_for(made, "connect")
    def hurry(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    return made


def store(adapter: Callable[..., Any]) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class TestSqlUnit(LendingContract):
    store = staticmethod(lambda: store(SqlUnit))


class TestSqlUnitInMemory(LendingContract):
    store = staticmethod(
        lambda: SqlAlchemyStore(memory_engine(), metadata=Base.metadata, adapter=SqlUnit),
    )


class TestSqlUnitThatCommits(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}
    store = staticmethod(lambda: store(SqlUnitThatCommits))


class TestDesk(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}
    store = staticmethod(lambda: store(Desk))


class TestRunner(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}
    store = staticmethod(lambda: store(Runner))


class TestSessionBundle(UnitOfWorkContract):
    repositories = {"members": MembersContract, "copies": CopiesContract}
    operations = {
        "commit": "transaction.commit",
        "rollback": "transaction.rollback",
        "flush": "flusher.flush",
    }
    store = staticmethod(lambda: store(SessionBundle))

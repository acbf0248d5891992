"""Badges of a building: one number is handed out once, and one locker goes with one badge; in a SQLite file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


class NumberTaken(Exception):
    """There is a badge of this number."""


class LockerTaken(Exception):
    """The locker goes with another badge."""


@dataclass
class Badge:
    number: int
    locker: str
    holder: str = ""

    def hand_to(self, holder: str) -> None:
        self.holder = holder


class Badges(Protocol):
    def add(self, badge: Badge) -> None: ...
    def get(self, number: int) -> Badge | None: ...
    def find_by_locker(self, locker: str) -> Badge | None: ...


class Base(DeclarativeBase):
    pass


class Row(Base):
    __abstract__ = True
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    locker: Mapped[str]
    holder: Mapped[str]


class BadgeRow(Row):
    __tablename__ = "badges"
    locker: Mapped[str] = mapped_column(unique=True)


class LooseRow(Row):
    """Without a constraint on the locker."""

    __tablename__ = "loose_badges"


class SqlBadges:
    """Looks first, for the sake of a clear answer, and leaves it to the database to decide."""

    rows: type[Row] = BadgeRow

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, badge: Badge) -> None:
        self._refuse(badge)
        self._session.add(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
        try:
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            self._refuse(badge)
            raise

    def get(self, number: int) -> Badge | None:
        return self._one(self.rows.number == number)

    def find_by_locker(self, locker: str) -> Badge | None:
        return self._one(self.rows.locker == locker)

    def _refuse(self, badge: Badge) -> None:
        if self.get(badge.number) is not None:
            raise NumberTaken(badge.number)
        if self.find_by_locker(badge.locker) is not None:
            raise LockerTaken(badge.locker)

    def _one(self, condition: ColumnElement[bool]) -> Badge | None:
        row = self._session.scalars(select(self.rows).where(condition)).first()
        found = None if row is None else Badge(row.number, row.locker, row.holder)
        self._session.rollback()
        return found


class BadgeContract(RepositoryContract):
    port = Badges
    duplicate = raises(NumberTaken)
    unique = {"locker": raises(LockerTaken)}


class Suite(BadgeContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlBadges))

"""Badges that two desks hand out at the same time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from correct.repositories.badges import Badge, BadgeContract, Base, LockerTaken, LooseRow, NumberTaken, SqlBadges
from correct.repositories.databases import file_engine
from dovetail.stores import SqlAlchemyStore

contract = BadgeContract


def store(adapter: type[SqlBadges]) -> SqlAlchemyStore[SqlBadges]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class LooksAndInserts(SqlBadges):
    """REPO-32: no constraint stands behind the look, and two desks give away one locker."""

    rows = LooseRow


class LetsTheDriverSpeak(SqlBadges):
    """REPO-32: the one who comes second gets the IntegrityError of the database."""

    def add(self, badge: Badge) -> None:
        self._refuse(badge)
        self._session.add(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
        try:
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            raise


class LeavesTheSessionBroken(SqlBadges):
    """REPO-32: the error is translated, and the failed transaction is left open."""

    def add(self, badge: Badge) -> None:
        self._refuse(badge)
        self._session.add(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
        try:
            self._session.flush()
        except IntegrityError as error:
            raise (LockerTaken if "locker" in str(error.orig) else NumberTaken)(badge.number) from error
        self._session.commit()


class LeavesTheSessionBrokenAlone(SqlBadges):
    """REPO-10, REPO-29, REPO-32: as before, and it needs no second desk: it never looks."""

    def add(self, badge: Badge) -> None:
        self._session.add(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
        try:
            self._session.flush()
        except IntegrityError as error:
            raise (LockerTaken if "locker" in str(error.orig) else NumberTaken)(badge.number) from error
        self._session.commit()

    def _one(self, condition: ColumnElement[bool]) -> Badge | None:
        row = self._session.scalars(select(self.rows).where(condition)).first()
        return None if row is None else Badge(row.number, row.locker, row.holder)


class Replaces(SqlBadges):
    """REPO-32: whoever comes second under one number takes over the badge of the first."""

    def add(self, badge: Badge) -> None:
        self._refuse(badge)
        try:
            self._session.merge(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
            self._session.commit()
        except IntegrityError:
            self._session.rollback()
            self._session.merge(self.rows(number=badge.number, locker=badge.locker, holder=badge.holder))
            self._session.commit()

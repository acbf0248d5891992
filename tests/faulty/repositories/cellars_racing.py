"""Cellars whose class is mapped itself, and that two keepers save at the same time."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from correct.repositories.cellars import Base, Bottle, Cellar, CellarContract, SqlCellars, StaleCellar
from correct.repositories.databases import file_engine
from dovetail.stores import SqlAlchemyStore

contract = CellarContract


def store(adapter: type[SqlCellars]) -> SqlAlchemyStore[SqlCellars]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class LooksBeforeItCounts(SqlCellars):
    """REPO-25: the version is read and compared, and counted later: another save fits in between."""

    def _count(self, cellar: Cellar) -> None:
        if self._session.scalar(select(Cellar.version).where(Cellar.address == cellar.address)) != cellar.version:
            self._session.rollback()
            raise StaleCellar(cellar.address)
        cellar.version += 1


class NeverStale(SqlCellars):
    """REPO-25, REPO-19: takes over whatever version is stored, since callers complained of refusals."""

    def _count(self, cellar: Cellar) -> None:
        self._session.refresh(cellar, ["version"])
        super()._count(cellar)


class CommitsTheBottlesLater(SqlCellars):
    """REPO-20, REPO-25: takes the bottles out in one transaction, and puts them in again in the next."""

    def save(self, cellar: Cellar) -> None:
        wines = [each.wine for each in cellar.bottles]
        if cellar in self._session:
            cellar.bottles = []
            super().save(cellar)
            cellar.bottles = [Bottle(wine=each) for each in wines]
        self._session.add(cellar)
        self._session.commit()


class SavesWithoutAWord(SqlCellars):
    """REPO-21, REPO-20: a failed commit is noted in the log, and the caller is told nothing."""

    def save(self, cellar: Cellar) -> None:
        try:
            super().save(cellar)
        except SQLAlchemyError:
            self._session.rollback()

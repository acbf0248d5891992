"""Tanks of which one operation does not say what it should when the database fails."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from correct.repositories.databases import file_engine
from correct.repositories.tanks import Base, DeclaredTankContract, DeclaringTanks, SqlTanks
from dovetail.stores import SqlAlchemyStore

contract = DeclaredTankContract


def store(adapter: type[SqlTanks]) -> SqlAlchemyStore[SqlTanks]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class LetsTheDriverSpeakOfDraining(DeclaringTanks):
    """REPO-21: what fails in the database comes out of a drain as the driver raises it."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        SqlTanks.drain(self, farm, name, litres)


class DrainsAsIfAllWereWell(DeclaringTanks):
    """REPO-21, REPO-20: a failure is noted in the log, and the caller believes that the tank was drained."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        try:
            SqlTanks.drain(self, farm, name, litres)
        except SQLAlchemyError:
            self._session.rollback()

"""Faults of an operation that writes in a way of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from correct.repositories.databases import file_engine
from correct.repositories.tanks import Base, SqlTanks, TankContract, TankRow
from dovetail.stores import SqlAlchemyStore

contract = TankContract


def store(adapter: type[SqlTanks]) -> SqlAlchemyStore[SqlTanks]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class CountsAfterwards(SqlTanks):
    """REPO-20: the litres in one transaction, how often in the next."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        for less in ({"litres": TankRow.litres - litres}, {"drained": TankRow.drained + 1}):
            self._session.execute(update(TankRow).where(*self._meant(farm, name)).values(less))
            self._session.commit()


class DrainsInSilence(SqlTanks):
    """REPO-20: a failure is noted in the log, and the caller believes that the tank was drained."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        try:
            super().drain(farm, name, litres)
        except SQLAlchemyError:
            self._session.rollback()


class DrainsAnybodys(SqlTanks):
    """REPO-27: forgets whose tank it is."""

    def _meant(self, farm: str, name: str) -> tuple[Any, ...]:
        return (TankRow.name == name,)


class NeverCommitsADrain(SqlTanks):
    """REPO-24: flushed, and gone with the connection."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        less = {"litres": TankRow.litres - litres, "drained": TankRow.drained + 1}
        self._session.execute(update(TankRow).where(*self._meant(farm, name)).values(less))
        self._session.flush()


class DrainsWhatItHasRead(SqlTanks):
    """REPO-25: what is left is reckoned from what was read, and two who drain at once count as one."""

    def drain(self, farm: str, name: str, litres: int) -> None:
        held = self.get(farm, name)
        if held is not None:
            less = {"litres": held.litres - litres, "drained": held.drained + 1}
            self._session.execute(update(TankRow).where(*self._meant(farm, name)).values(less))
        self._session.commit()

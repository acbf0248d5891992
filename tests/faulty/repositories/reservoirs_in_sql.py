"""Reservoirs whose repository takes what is pending out of them before it is written."""

from __future__ import annotations

from correct.repositories.databases import engine
from correct.repositories.reservoirs import Reservoir, ReservoirContract, SqlReservoirs, metadata
from dovetail.stores import SqlAlchemyStore

contract = ReservoirContract


def store(adapter: type[SqlReservoirs]) -> SqlAlchemyStore[SqlReservoirs]:
    return SqlAlchemyStore(engine(), metadata=metadata, adapter=adapter)


class EmptiesFirst(SqlReservoirs):
    """REPO-20: whoever saves again after a failure has nothing left to save, and is told that all is well."""

    def save(self, reservoir: Reservoir) -> None:
        pending, reservoir._pending_events = reservoir._pending_events, []
        self._append(reservoir.number, pending)

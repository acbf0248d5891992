"""Ferries whose events do not outlive a save that fails."""

from __future__ import annotations

from typing import Any

from correct.repositories.databases import engine
from correct.repositories.ferries import Base, FerriesContract, Ferry, FerryRow, OutboxRow, SqlFerries
from dovetail.stores import SqlAlchemyStore

contract = FerriesContract


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class ClearsEventsBeforeTheyAreStored(SqlFerries):
    """REPO-20: when the commit fails, the ferry has departed and nobody will hear of it."""

    def save(self, ferry: Ferry) -> None:
        with self.sessions.begin() as session:
            session.merge(FerryRow(name=ferry.name, at_sea=ferry.at_sea))
            session.add_all([OutboxRow(ferry=each.ferry) for each in ferry.pending_events()])
            ferry.clear_events()

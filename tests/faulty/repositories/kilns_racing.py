"""Kilns that two potters change, each in a unit of work of its own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, orm

from correct.repositories.databases import file_engine
from correct.repositories.kilns import Kiln, KilnContract, SqlKilns, mappers
from dovetail.stores import SqlAlchemyStore

contract = KilnContract


def store(adapter: type[SqlKilns]) -> SqlAlchemyStore[SqlKilns]:
    return SqlAlchemyStore(file_engine(), metadata=mappers.metadata, adapter=adapter, commit=True)


class CatchesUp(SqlKilns):
    """REPO-19, REPO-25: every flush takes over the stored version first, so that StaleDataError never comes."""

    def __init__(self, session: orm.Session) -> None:
        super().__init__(session)
        event.listen(session, "before_flush", self._catch_up)

    @staticmethod
    def _catch_up(session: orm.Session, *_: Any) -> None:
        for each in [one for one in session.dirty if isinstance(one, Kiln)]:
            session.refresh(each, ["version"])

"""Parking permits whose patches go wrong."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from correct.repositories.databases import engine
from correct.repositories.permits import Base, Permit, PermitChange, PermitRow, PermitsContract, SqlPermits
from dovetail.stores import SqlAlchemyStore

contract = PermitsContract


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class AnswersThoughNothingIsThere(SqlPermits):
    """REPO-28: an UPDATE of no row is no error, and the answer is made of what was given."""

    def update(self, permit_id: int, change: PermitChange) -> Permit:
        values = {name: value for name, value in vars(change).items() if value is not None}
        if values:
            self._session.execute(sa.update(PermitRow).where(PermitRow.id == permit_id).values(values))
            self._session.commit()
        self._session.expire_all()
        row = self._session.get(PermitRow, permit_id) or PermitRow(id=permit_id, plate="", zone=0)
        return self._permit(row)


class CommitsEachField(SqlPermits):
    """REPO-20: a patch of two fields is two transactions."""

    def update(self, permit_id: int, change: PermitChange) -> Permit:
        row = self._row(permit_id)
        for name, value in vars(change).items():
            if value is not None:
                setattr(row, name, value)
                self._session.commit()
        return self._permit(row)

"""Parking permits: issued from data, numbered by the store, changed by a patch, read again after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import orm, select

from correct.repositories.databases import engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class NewPermit:
    plate: str
    zone: int


@dataclass(frozen=True)
class PermitChange:
    plate: str | None = None
    zone: int | None = None


@dataclass(frozen=True)
class Permit:
    id: int
    plate: str
    zone: int


class NoSuchPermit(LookupError):
    pass


class Permits(Protocol):
    def create(self, data: NewPermit) -> Permit: ...
    def get(self, permit_id: int) -> Permit: ...
    def update(self, permit_id: int, change: PermitChange) -> Permit: ...
    def list(self) -> list[Permit]: ...


class PermitsContract(RepositoryContract):
    port = Permits
    missing = raises(NoSuchPermit)
    missing_update = raises(NoSuchPermit)


class Base(orm.DeclarativeBase):
    pass


class PermitRow(Base):
    __tablename__ = "permits"
    __table_args__ = {"sqlite_autoincrement": True}
    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    plate: orm.Mapped[str]
    zone: orm.Mapped[int]


class SqlPermits:
    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def create(self, data: NewPermit) -> Permit:
        row = PermitRow(plate=data.plate, zone=data.zone)
        self._session.add(row)
        self._session.commit()
        self._session.refresh(row)
        return self._permit(row)

    def get(self, permit_id: int) -> Permit:
        return self._permit(self._row(permit_id))

    def update(self, permit_id: int, change: PermitChange) -> Permit:
        row = self._row(permit_id)
        for name, value in vars(change).items():
            if value is not None:
                setattr(row, name, value)
        self._session.commit()
        self._session.refresh(row)
        return self._permit(row)

    def list(self) -> list[Permit]:
        return [self._permit(row) for row in self._session.scalars(select(PermitRow))]

    def _row(self, permit_id: int) -> PermitRow:
        row = self._session.get(PermitRow, permit_id)
        if row is None:
            raise NoSuchPermit(permit_id)
        return row

    def _permit(self, row: PermitRow) -> Permit:
        return Permit(row.id, row.plate, row.zone)


class TestSqlPermits(PermitsContract):
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlPermits))

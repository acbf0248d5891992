"""Societies, mapped themselves, of which no two have one name: the table says so, and the contract need not."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


class Base(orm.DeclarativeBase):
    pass


class Society(Base):
    __tablename__ = "societies"
    id: orm.Mapped[UUID] = orm.mapped_column(primary_key=True, unique=True)
    name: orm.Mapped[str] = orm.mapped_column(unique=True)
    letters: orm.Mapped[str] = orm.mapped_column(sa.String(8), index=True)
    seat: orm.Mapped[str]

    __table_args__ = (sa.Index("letters_of_one_alone", "letters", unique=True),)


class Societies(Protocol):
    def save(self, society: Society) -> None: ...
    def get(self, id: UUID) -> Society | None: ...
    def all(self) -> list[Society]: ...
    def delete(self, id: UUID) -> None: ...


class SqlSocieties:
    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def save(self, society: Society) -> None:
        self._session.merge(society)

    def get(self, id: UUID) -> Society | None:
        return self._session.get(Society, id)

    def all(self) -> list[Society]:
        return [*self._session.scalars(sa.select(Society))]

    def delete(self, id: UUID) -> None:
        self._session.execute(sa.delete(Society).where(Society.id == id))


class SocietyContract(RepositoryContract):
    port = Societies


class Suite(SocietyContract):
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=SqlSocieties, commit=True))

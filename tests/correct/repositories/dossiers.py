"""Dossiers and their clippings, mapped themselves: a session keeps track of what was changed in them."""

from __future__ import annotations

from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm.exc import StaleDataError

from correct.repositories.databases import engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


class Base(orm.DeclarativeBase):
    pass


class Clipping(Base):
    __tablename__ = "clippings"
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    dossier_id: orm.Mapped[str] = orm.mapped_column(sa.ForeignKey("dossiers.id"))
    headline: orm.Mapped[str]


class Dossier(Base):
    __tablename__ = "dossiers"
    id: orm.Mapped[str] = orm.mapped_column(primary_key=True)
    topic: orm.Mapped[str]
    keywords: orm.Mapped[list[str]] = orm.mapped_column(MutableList.as_mutable(sa.JSON()), default=list)
    revision: orm.Mapped[int] = orm.mapped_column(default=0)
    clippings: orm.Mapped[list[Clipping]] = orm.relationship(
        cascade="all, delete-orphan", order_by=Clipping.number, lazy="selectin"
    )
    __mapper_args__ = {"version_id_col": revision}

    def retitle(self, topic: str) -> None:
        self.topic = topic

    def tag(self, keyword: str) -> None:
        self.keywords.append(keyword)

    def clip(self, headline: str) -> None:
        self.clippings.append(Clipping(headline=headline))

    def drop_last(self) -> None:
        if self.clippings:
            self.clippings.pop()


class StaleDossier(RuntimeError):
    pass


class Dossiers(Protocol):
    def save(self, dossier: Dossier) -> None: ...
    def get(self, dossier_id: str) -> Dossier | None: ...
    def list_by_topic(self, topic: str) -> list[Dossier]: ...


class SqlDossiers:
    def __init__(self, session: orm.Session) -> None:
        self._session = session

    def save(self, dossier: Dossier) -> None:
        self._session.add(dossier)
        try:
            self._session.commit()
        except StaleDataError as error:
            self._session.rollback()
            raise StaleDossier(dossier.id) from error

    def get(self, dossier_id: str) -> Dossier | None:
        return self._session.get(Dossier, dossier_id)

    def list_by_topic(self, topic: str) -> list[Dossier]:
        return list(self._session.scalars(sa.select(Dossier).where(Dossier.topic == topic)))


class DossiersContract(RepositoryContract):
    port = Dossiers
    version = "revision"
    stale = raises(StaleDossier)


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return SqlAlchemyStore(engine(), metadata=Base.metadata, adapter=adapter)


class TestSqlDossiers(DossiersContract):
    store = staticmethod(lambda: store(SqlDossiers))

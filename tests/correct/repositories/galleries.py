"""Exhibitions of a gallery and the works they show: mapped classes without annotations, and no port but the class."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Numeric, String, select
from sqlalchemy.orm import Session, declarative_base, relationship

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore

Base = declarative_base()


class Exhibition(Base):  # type: ignore[misc,valid-type] # what declarative_base() makes is no type to mypy
    __tablename__ = "exhibitions"
    id = Column(Integer, primary_key=True, autoincrement=False)
    title = Column(String(60), nullable=False)
    curator = Column(String(40))
    open = Column(Boolean, default=True)
    works = relationship(
        "Work", back_populates="exhibition", cascade="all, delete-orphan", lazy="selectin", order_by="Work.id"
    )


class Work(Base):  # type: ignore[misc,valid-type]
    __tablename__ = "works"
    id = Column(Integer, primary_key=True)
    name = Column(String(60), nullable=False)
    insured_for = Column(Numeric(10, 2))
    exhibition_id = Column(Integer, ForeignKey("exhibitions.id"), nullable=False)
    exhibition = relationship("Exhibition", back_populates="works", lazy="selectin")


class Galleries:
    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, exhibition_id: int) -> Exhibition | None:
        found: Exhibition | None = self._session.get(Exhibition, exhibition_id)
        return found

    def find_by_curator(self, curator: str) -> list[Exhibition]:
        return list(self._session.scalars(select(Exhibition).where(Exhibition.curator == curator)))

    def save(self, exhibition: Exhibition) -> None:
        try:
            self._session.merge(exhibition)
            self._session.commit()
        except Exception:
            self._session.rollback()
            raise

    def delete(self, exhibition_id: int) -> None:
        found = self.get(exhibition_id)
        if found is None:
            raise LookupError(exhibition_id)
        self._session.delete(found)
        self._session.commit()


class ExhibitionContract(RepositoryContract):
    port = Galleries
    missing_delete = raises(LookupError)


class Suite(ExhibitionContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=Galleries))

"""Wine cellars whose class is the ORM's own model; saves are counted by the adapter, in a SQLite file."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import ForeignKey, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, raises
from dovetail.stores import SqlAlchemyStore


class StaleCellar(Exception):
    """Somebody else saved this cellar since it was loaded."""


class Base(DeclarativeBase):
    pass


class Bottle(Base):
    __tablename__ = "bottles"
    id: Mapped[int] = mapped_column(primary_key=True)
    cellar: Mapped[str] = mapped_column(ForeignKey("cellars.address"))
    wine: Mapped[str]


class Cellar(Base):
    __tablename__ = "cellars"
    address: Mapped[str] = mapped_column(primary_key=True)
    degrees: Mapped[int] = mapped_column(default=12)
    keeper: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    bottles: Mapped[list[Bottle]] = relationship(order_by=Bottle.id, cascade="all, delete-orphan", lazy="selectin")


class Cellars(Protocol):
    def save(self, cellar: Cellar) -> None: ...
    def get(self, address: str) -> Cellar | None: ...


class SqlCellars:
    """Compares and counts in the first statement that a save sends: that one locks the row, or the whole file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        session.expire_on_commit = False

    def save(self, cellar: Cellar) -> None:
        if cellar in self._session:
            with self._session.no_autoflush:
                self._count(cellar)
        self._session.add(cellar)
        self._session.commit()

    def get(self, address: str) -> Cellar | None:
        return self._session.get(Cellar, address)

    def _count(self, cellar: Cellar) -> None:
        same = (Cellar.address == cellar.address, Cellar.version == cellar.version)
        counted = update(Cellar).where(*same).values(version=Cellar.version + 1)
        done: Any = self._session.execute(counted, execution_options={"synchronize_session": False})
        if done.rowcount != 1:
            self._session.rollback()
            raise StaleCellar(cellar.address)
        set_committed_value(cellar, "version", cellar.version + 1)


class CellarContract(RepositoryContract):
    port = Cellars
    stale = raises(StaleCellar)


class Suite(CellarContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlCellars))

"""Ensembles and their players, who know the ensemble they play in: tables of SQLModel, and declared classes.

A player who leaves belongs to no ensemble, and is not deleted: nothing says `delete-orphan`.
"""

from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlmodel import Field, Relationship, Session, SQLModel

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


class Hall(SQLModel):
    metadata = MetaData()


class Player(Hall, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    ensemble_id: UUID | None = Field(default=None, foreign_key="ensemble.id")
    name: str
    ensemble: "Ensemble" = Relationship(back_populates="players")


class Ensemble(Hall, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str
    players: list[Player] = Relationship(back_populates="ensemble", sa_relationship_kwargs={"lazy": "selectin"})


class Ensembles(Protocol):
    def save(self, ensemble: Ensemble) -> None: ...
    def get(self, id: UUID) -> Ensemble | None: ...


class SqlEnsembles:
    def __init__(self, session: Session) -> None:
        self.session = session

    def save(self, ensemble: Ensemble) -> None:
        self.session.add(ensemble)
        self.session.commit()

    def get(self, id: UUID) -> Ensemble | None:
        return self.session.get(Ensemble, id)


class EnsemblesContract(RepositoryContract):
    port = Ensembles


class Suite(EnsemblesContract):
    __test__ = False
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Hall.metadata, adapter=SqlEnsembles))


class Declared(DeclarativeBase):
    pass


class Voice(Declared):
    __tablename__ = "voices"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    band_id: Mapped[UUID | None] = mapped_column(ForeignKey("bands.id"))
    name: Mapped[str]
    band: Mapped["Band"] = relationship(back_populates="voices")


class Band(Declared):
    __tablename__ = "bands"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    voices: Mapped[list[Voice]] = relationship(back_populates="band", lazy="selectin")


class Bands(Protocol):
    def save(self, band: Band) -> None: ...
    def get(self, id: UUID) -> Band | None: ...


class SqlBands:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, band: Band) -> None:
        self._session.add(band)
        self._session.commit()

    def get(self, id: UUID) -> Band | None:
        return self._session.get(Band, id)


class BandsSuite(RepositoryContract):
    __test__ = False
    port = Bands
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Declared.metadata, adapter=SqlBands))

"""Hymns with their verses, tables of SQLModel: what the session keeps is the aggregate itself, as many write it."""

from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import MetaData
from sqlmodel import Field, Relationship, Session, SQLModel

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, ignored
from dovetail.stores import SqlAlchemyStore


class Hymnal(SQLModel):
    metadata = MetaData()


class Verse(Hymnal, table=True):
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    hymn: int | None = Field(default=None, foreign_key="hymn.number")
    place: int = 0
    words: str


class Hymn(Hymnal, table=True):
    number: int = Field(primary_key=True)
    tune: str
    verses: list[Verse] = Relationship(
        sa_relationship_kwargs={"lazy": "selectin", "order_by": "Verse.place", "cascade": "all, delete-orphan"}
    )


class Hymns(Protocol):
    def save(self, hymn: Hymn) -> None: ...
    def get(self, number: int) -> Hymn | None: ...


class SqlHymns:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, hymn: Hymn) -> None:
        self.number(hymn)
        self._session.add(hymn)
        self._session.commit()

    def number(self, hymn: Hymn) -> None:
        for place, verse in enumerate(hymn.verses):
            verse.place = place

    def get(self, number: int) -> Hymn | None:
        return self._session.get(Hymn, number)


class HymnsContract(RepositoryContract):
    port = Hymns
    compare = {"verses.place": ignored("a save counts the verses")}


class Suite(HymnsContract):
    __test__ = False
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Hymnal.metadata, adapter=SqlHymns))

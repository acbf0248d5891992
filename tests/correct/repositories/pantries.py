"""Pantries of households: one that nobody has filled yet is empty, and is made from who asks for it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import JSON, ColumnElement, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract, ignores, returns
from dovetail.stores import SqlAlchemyStore


@dataclass
class Pantry:
    household: str
    shelf: int
    jars: list[str] = field(default_factory=list)

    def put(self, jar: str) -> None:
        self.jars.append(jar)

    def clear(self) -> None:
        self.jars.clear()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pantry) and (self.household, self.shelf) == (other.household, other.shelf)

    __hash__ = None  # type: ignore[assignment]


class Pantries(Protocol):
    def save(self, pantry: Pantry) -> None: ...
    def get(self, household: str, shelf: int) -> Pantry: ...
    def delete(self, household: str, shelf: int) -> Pantry: ...
    def all(self) -> list[Pantry]: ...
    def count(self) -> int: ...


class InMemoryPantries:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, int], Pantry] = {}

    def save(self, pantry: Pantry) -> None:
        self.kept[pantry.household, pantry.shelf] = deepcopy(pantry)

    def get(self, household: str, shelf: int) -> Pantry:
        held = self.kept.get((household, shelf))
        return self.made(household, shelf) if held is None else deepcopy(held)

    def made(self, household: str, shelf: int) -> Pantry:
        return Pantry(household, shelf)

    def delete(self, household: str, shelf: int) -> Pantry:
        return self.kept.pop((household, shelf), None) or Pantry(household, shelf)

    def all(self) -> list[Pantry]:
        return deepcopy(list(self.kept.values()))

    def count(self) -> int:
        return len(self.kept)


class PantriesContract(RepositoryContract):
    port = Pantries
    missing = returns(Pantry)
    missing_delete = returns(Pantry)


class TestInMemoryPantries(PantriesContract):
    adapter = InMemoryPantries


class TestFakePantries(PantriesContract):
    adapter = PantriesContract.fake


class Base(DeclarativeBase):
    pass


class PantryRow(Base):
    __tablename__ = "pantries"

    household: Mapped[str] = mapped_column(primary_key=True)
    shelf: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    jars: Mapped[list[str]] = mapped_column(JSON)


@dataclass
class Shelf:
    shelf: int
    household: str
    jars: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, shelf: int, household: str) -> Shelf:
        return cls(shelf, household)

    def put(self, jar: str) -> None:
        self.jars.append(jar)


class StoredPantries(Protocol):
    def save(self, household: str, pantry: Shelf) -> None: ...
    def get(self, shelf: int, household: str) -> Shelf: ...
    def delete(self, shelf: int, household: str) -> None: ...


class SqlPantries:
    """The household that asks owns what it asks for."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def save(self, household: str, pantry: Shelf) -> None:
        self.session.execute(delete(PantryRow).where(*self._at(pantry.shelf, household)))
        self.session.add(PantryRow(household=household, shelf=pantry.shelf, jars=list(pantry.jars)))
        self.session.commit()

    def get(self, shelf: int, household: str) -> Shelf:
        row = self.session.get(PantryRow, (household, shelf), populate_existing=True)
        return Shelf(shelf, household, [] if row is None else list(row.jars))

    def delete(self, shelf: int, household: str) -> None:
        self.session.execute(delete(PantryRow).where(*self._at(shelf, household)))
        self.session.commit()

    @staticmethod
    def _at(shelf: int, household: str) -> tuple[ColumnElement[bool], ...]:
        return PantryRow.shelf == shelf, PantryRow.household == household


class StoredPantriesContract(RepositoryContract):
    port = StoredPantries
    missing = returns(Shelf.of)
    missing_delete = ignores()


class TestSqlPantries(StoredPantriesContract):
    store = lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlPantries)

"""Recipes that do not say whose they are: the table knows which cook keeps them, as the operations are told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from correct.repositories.databases import file_engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore


@dataclass(frozen=True)
class Recipe:
    name: str
    servings: int
    course: str = ""


class Cookbooks(Protocol):
    def keep(self, cook: UUID, recipe: Recipe) -> None: ...
    def get(self, cook: UUID, name: str) -> Recipe | None: ...
    def remove(self, cook: UUID, name: str) -> bool: ...
    def list_all(self, cook: UUID) -> list[Recipe]: ...
    def count(self, cook: UUID) -> int: ...
    def find_by_course(self, cook: UUID, course: str) -> list[Recipe]: ...


class CookbookContract(RepositoryContract):
    port = Cookbooks
    operations = {"save": "keep"}
    scope = "cook"


class Base(DeclarativeBase):
    pass


class RecipeRow(Base):
    __tablename__ = "recipes"
    cook: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    servings: Mapped[int]
    course: Mapped[str]


class SqlCookbooks:
    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, cook: UUID, recipe: Recipe) -> None:
        self._session.merge(RecipeRow(cook=cook, name=recipe.name, servings=recipe.servings, course=recipe.course))
        self._session.commit()

    def get(self, cook: UUID, name: str) -> Recipe | None:
        return next(iter(self._where(self.kept_by(cook), RecipeRow.name == name)), None)

    def remove(self, cook: UUID, name: str) -> bool:
        gone = self._session.execute(
            delete(RecipeRow).where(self.kept_by(cook), RecipeRow.name == name).returning(RecipeRow.name)
        ).all()
        self._session.commit()
        return bool(gone)

    def list_all(self, cook: UUID) -> list[Recipe]:
        return self._where(self.kept_by(cook))

    def count(self, cook: UUID) -> int:
        return self._session.scalar(select(func.count()).select_from(RecipeRow).where(self.kept_by(cook))) or 0

    def find_by_course(self, cook: UUID, course: str) -> list[Recipe]:
        return self._where(self.kept_by(cook), RecipeRow.course == course)

    def kept_by(self, cook: UUID) -> ColumnElement[bool]:
        return RecipeRow.cook == cook

    def _where(self, *conditions: ColumnElement[bool]) -> list[Recipe]:
        rows = self._session.scalars(select(RecipeRow).where(*conditions))
        return [Recipe(row.name, row.servings, row.course) for row in rows]


class TestSqlCookbooks(CookbookContract):
    store = staticmethod(lambda: SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=SqlCookbooks))


class TestCookbooksInMemory(CookbookContract):
    adapter = CookbookContract.fake


contract = CookbookContract

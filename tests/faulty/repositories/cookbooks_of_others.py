"""Cookbooks out of which any cook may read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true

from correct.repositories.cookbooks import Base, CookbookContract, Recipe, RecipeRow, SqlCookbooks
from correct.repositories.databases import file_engine
from dovetail.stores import SqlAlchemyStore

contract = CookbookContract


def store(adapter: type[SqlCookbooks]) -> SqlAlchemyStore[SqlCookbooks]:
    return SqlAlchemyStore(file_engine(), metadata=Base.metadata, adapter=adapter)


class GetsByNameAlone(SqlCookbooks):
    """REPO-27: whoever asks for a recipe gets it."""

    def get(self, cook: UUID, name: str) -> Recipe | None:
        return next(iter(self._where(RecipeRow.name == name)), None)


class CountsThoseOfAll(SqlCookbooks):
    """REPO-27: the number tells how many others keep."""

    def count(self, cook: UUID) -> int:
        return self._session.scalar(select(func.count()).select_from(RecipeRow)) or 0


class FindsThoseOfOthers(SqlCookbooks):
    """REPO-27: the query forgets whose they are."""

    def find_by_course(self, cook: UUID, course: str) -> list[Recipe]:
        return self._where(RecipeRow.course == course)


class RemovesThoseOfOthers(SqlCookbooks):
    """REPO-27: a name is enough to remove it."""

    def remove(self, cook: UUID, name: str) -> bool:
        self.anybody = True
        try:
            return super().remove(cook, name)
        finally:
            self.anybody = False

    anybody = False

    def kept_by(self, cook: UUID) -> ColumnElement[bool]:
        return true() if self.anybody else super().kept_by(cook)

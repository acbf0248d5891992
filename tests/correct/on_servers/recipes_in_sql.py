"""Recipes in a SQL database, in one transaction a save, whose first statement locks the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from correct.on_servers.recipes import Recipe, RecipeContract, RecipesUnavailable

contract = RecipeContract
metadata = sa.MetaData()
recipes = sa.Table(
    "recipes",
    metadata,
    sa.Column("title", sa.Text, primary_key=True),
    sa.Column("cook", sa.Text, nullable=False),
    sa.Column("servings", sa.Integer, nullable=False),
)
steps = sa.Table(
    "steps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("title", sa.ForeignKey("recipes.title"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)


class SqlRecipes:
    """Over a session; commits by itself."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, recipe: Recipe) -> None:
        with self._translated():
            self._write_recipe(recipe)
            self._erase_steps(recipe.title)
            self._write_steps(recipe)
            self._session.commit()

    def find(self, title: str) -> Recipe | None:
        found = self._where(recipes.c.title == title)
        return found[0] if found else None

    def find_all(self) -> list[Recipe]:
        return self._where(sa.true())

    def find_by_cook(self, cook: str) -> list[Recipe]:
        return self._where(recipes.c.cook == cook)

    def exists(self, title: str) -> bool:
        with self._translated():
            return bool(self._session.scalar(sa.select(sa.exists().where(recipes.c.title == title))))

    def remove(self, title: str) -> None:
        with self._translated():
            self._erase_steps(title)
            self._session.execute(sa.delete(recipes).where(recipes.c.title == title))
            self._session.commit()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            self._session.rollback()
            raise RecipesUnavailable from error

    def _where(self, condition: sa.ColumnElement[bool]) -> list[Recipe]:
        # One statement, so that nobody saves between the recipe and its steps.
        joined = sa.select(recipes, steps.c.text).outerjoin(steps).where(condition).order_by(steps.c.id)
        found: dict[str, Recipe] = {}
        with self._translated():
            for row in self._session.execute(joined):
                recipe = found.setdefault(row.title, Recipe(row.title, row.cook, row.servings))
                if row.text is not None:
                    recipe.steps.append(row.text)
            self._session.rollback()
        return list(found.values())

    def _write_recipe(self, recipe: Recipe) -> None:
        insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[self._session.get_bind().dialect.name]
        row = {"title": recipe.title, "cook": recipe.cook, "servings": recipe.servings}
        self._session.execute(insert(recipes).values(row).on_conflict_do_update(index_elements=["title"], set_=row))

    def _erase_steps(self, title: str) -> None:
        self._session.execute(sa.delete(steps).where(steps.c.title == title))

    def _write_steps(self, recipe: Recipe) -> None:
        if recipe.steps:
            self._session.execute(sa.insert(steps), [{"title": recipe.title, "text": text} for text in recipe.steps])


class LocksFirst(SqlRecipes):
    """Reads for update, and writes what it has to."""

    def _write_recipe(self, recipe: Recipe) -> None:
        title = recipes.c.title == recipe.title
        values = {"cook": recipe.cook, "servings": recipe.servings}
        if self._session.execute(sa.select(recipes).where(title).with_for_update()).first() is None:
            self._session.execute(sa.insert(recipes).values(title=recipe.title, **values))
        else:
            self._session.execute(sa.update(recipes).where(title).values(values))


class ReplacesAll(SqlRecipes):
    """Deletes the recipe, and inserts it anew: of two at once, one meets the other's."""

    def _write_recipe(self, recipe: Recipe) -> None:
        self._erase_steps(recipe.title)
        self._session.execute(sa.delete(recipes).where(recipes.c.title == recipe.title))
        self._session.execute(sa.insert(recipes).values(title=recipe.title, cook=recipe.cook, servings=recipe.servings))


class TriesAgain(SqlRecipes):
    """Saves a second time where the first try met a failure."""

    def save(self, recipe: Recipe) -> None:
        try:
            super().save(recipe)
        except RecipesUnavailable:
            super().save(recipe)


CORRECT = [SqlRecipes, LocksFirst, ReplacesAll, TriesAgain]

"""Recipes in a SQL database, over an async session."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from correct.on_servers.recipes import AsyncRecipeContract, Recipe, RecipesUnavailable
from correct.on_servers.recipes_in_sql import metadata, recipes, steps

__all__ = ["AsyncSqlRecipes", "contract", "metadata"]

contract = AsyncRecipeContract


@contextmanager
def translated() -> Iterator[None]:
    # asyncpg's own timeouts and lost connections are OSErrors while it connects.
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise RecipesUnavailable from error


class AsyncSqlRecipes:
    """Commits by itself; a save first writes the recipe, which locks it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(self, recipe: Recipe) -> None:
        with translated():
            await self._write_recipe(recipe)
            await self._erase_steps(recipe.title)
            await self._write_steps(recipe)
            await self._session.commit()

    async def find(self, title: str) -> Recipe | None:
        found = await self._where(recipes.c.title == title)
        return found[0] if found else None

    async def find_all(self) -> list[Recipe]:
        return await self._where(sa.true())

    async def find_by_cook(self, cook: str) -> list[Recipe]:
        return await self._where(recipes.c.cook == cook)

    async def exists(self, title: str) -> bool:
        with translated():
            return bool(await self._session.scalar(sa.select(sa.exists().where(recipes.c.title == title))))

    async def remove(self, title: str) -> None:
        with translated():
            await self._erase_steps(title)
            await self._session.execute(sa.delete(recipes).where(recipes.c.title == title))
            await self._session.commit()

    async def _where(self, condition: sa.ColumnElement[bool]) -> list[Recipe]:
        joined = sa.select(recipes, steps.c.text).outerjoin(steps).where(condition).order_by(steps.c.id)
        found: dict[str, Recipe] = {}
        with translated():
            for row in await self._session.execute(joined):
                recipe = found.setdefault(row.title, Recipe(row.title, row.cook, row.servings))
                if row.text is not None:
                    recipe.steps.append(row.text)
            await self._session.rollback()
        return list(found.values())

    async def _write_recipe(self, recipe: Recipe) -> None:
        insert: Any = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}[self._session.get_bind().dialect.name]
        row = {"title": recipe.title, "cook": recipe.cook, "servings": recipe.servings}
        await self._session.execute(
            insert(recipes).values(row).on_conflict_do_update(index_elements=["title"], set_=row)
        )

    async def _erase_steps(self, title: str) -> None:
        await self._session.execute(sa.delete(steps).where(steps.c.title == title))

    async def _write_steps(self, recipe: Recipe) -> None:
        if recipe.steps:
            rows = [{"title": recipe.title, "text": text} for text in recipe.steps]
            await self._session.execute(sa.insert(steps), rows)

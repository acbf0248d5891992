"""Recipes that a failure leaves in halves, or that two cooks mix up, awaited."""

from __future__ import annotations

from correct.on_servers.recipes import Recipe, RecipesUnavailable
from correct.on_servers.recipes_in_async_sql import AsyncSqlRecipes, translated


class CommitsInBetween(AsyncSqlRecipes):
    """REPO-20, REPO-25: the recipe and its steps are in a transaction each."""

    async def _erase_steps(self, title: str) -> None:
        await self._session.commit()
        await super()._erase_steps(title)


class StepsFirst(AsyncSqlRecipes):
    """REPO-25: nothing is locked while there are no steps to delete, and the steps of two writers add up."""

    async def save(self, recipe: Recipe) -> None:
        with translated():
            await self._erase_steps(recipe.title)
            await self._write_recipe(recipe)
            await self._write_steps(recipe)
            await self._session.commit()


class SwallowsTheOutage(AsyncSqlRecipes):
    """REPO-21: a database that is away has no recipes."""

    async def find_all(self) -> list[Recipe]:
        try:
            return await super().find_all()
        except RecipesUnavailable:
            return []

"""Recipes that a failure leaves in halves, or that two cooks mix up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from correct.on_servers.recipes import Recipe, RecipesUnavailable
from correct.on_servers.recipes_in_sql import SqlRecipes, recipes


class CommitsInBetween(SqlRecipes):
    """REPO-20, REPO-25: the recipe and its steps are in a transaction each."""

    def _erase_steps(self, title: str) -> None:
        self._session.commit()
        super()._erase_steps(title)


class StepsFirst(SqlRecipes):
    """REPO-25: nothing is locked while there are no steps to delete, and the steps of two writers add up."""

    def save(self, recipe: Recipe) -> None:
        with self._translated():
            self._erase_steps(recipe.title)
            self._write_recipe(recipe)
            self._write_steps(recipe)
            self._session.commit()


class WritesWhatDiffers(SqlRecipes):
    """REPO-25: writes the recipe, which would lock it, only where it differs; the steps of two writers add up."""

    def _write_recipe(self, recipe: Recipe) -> None:
        row = self._session.execute(sa.select(recipes).where(recipes.c.title == recipe.title)).first()
        if row is None or row.cook != recipe.cook or row.servings != recipe.servings:
            super()._write_recipe(recipe)


class TranslatesNoCommit(SqlRecipes):
    """REPO-21: the error of a commit comes through as it is."""

    def save(self, recipe: Recipe) -> None:
        with self._translated():
            self._write_recipe(recipe)
            self._erase_steps(recipe.title)
            self._write_steps(recipe)
        self._session.commit()


class TranslatesNothing(SqlRecipes):
    """REPO-21: callers catch SQLAlchemy's errors, or none."""

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError:
            self._session.rollback()
            raise


class TakesALostConnectionForAbsence(SqlRecipes):
    """REPO-21: where the connection is lost, and only then, there is no such recipe."""

    def find(self, title: str) -> Recipe | None:
        try:
            return super().find(title)
        except RecipesUnavailable as error:
            if isinstance(error.__cause__, DBAPIError) and error.__cause__.connection_invalidated:
                return None
            raise


class RemovesInSilence(SqlRecipes):
    """REPO-21: a removal that failed looks like one that succeeded."""

    def remove(self, title: str) -> None:
        try:
            super().remove(title)
        except RecipesUnavailable:
            return

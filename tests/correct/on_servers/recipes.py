"""A recipe and its steps: the port, and what its contract states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from hypothesis import strategies as st

from dovetail import RepositoryContract, ignores, raises


class RecipesUnavailable(Exception):
    """The recipes cannot be reached."""


@dataclass
class Recipe:
    title: str
    cook: str
    servings: int
    steps: list[str] = field(default_factory=list)

    def rescale(self, servings: int) -> None:
        self.servings = servings

    def hand_to(self, cook: str) -> None:
        self.cook = cook

    def add_step(self, text: str) -> None:
        self.steps.append(text)

    def start_over(self, text: str) -> None:
        self.steps = [text]


class Recipes(Protocol):
    def save(self, recipe: Recipe) -> None: ...
    def find(self, title: str) -> Recipe | None: ...
    def find_all(self) -> list[Recipe]: ...
    def find_by_cook(self, cook: str) -> list[Recipe]: ...
    def exists(self, title: str) -> bool: ...
    def remove(self, title: str) -> None: ...


class AsyncRecipes(Protocol):
    async def save(self, recipe: Recipe) -> None: ...
    async def find(self, title: str) -> Recipe | None: ...
    async def find_all(self) -> list[Recipe]: ...
    async def find_by_cook(self, cook: str) -> list[Recipe]: ...
    async def exists(self, title: str) -> bool: ...
    async def remove(self, title: str) -> None: ...


words = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=8)
recipes = st.builds(Recipe, words, words, st.integers(0, 9), st.lists(words, max_size=3))


class RecipeContract(RepositoryContract):
    port = Recipes
    aggregates = recipes
    missing_delete = ignores()
    failure = raises(RecipesUnavailable)


class AsyncRecipeContract(RepositoryContract):
    port = AsyncRecipes
    aggregates = recipes
    missing_delete = ignores()
    failure = raises(RecipesUnavailable)

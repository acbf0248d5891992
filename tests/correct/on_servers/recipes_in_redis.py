"""Recipes in Redis: a hash and a list each, and a set of all titles, written in one transaction a save."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis

from correct.on_servers.recipes import AsyncRecipeContract, Recipe, RecipeContract, RecipesUnavailable

contract = RecipeContract
async_contract = AsyncRecipeContract
TITLES = "titles"


def recipe_key(title: str) -> str:
    return f"recipe:{title}"


def steps_key(title: str) -> str:
    return f"steps:{title}"


def fields(recipe: Recipe) -> dict[str, Any]:
    return {"cook": recipe.cook, "servings": recipe.servings}


def to_recipe(title: str, held: dict[bytes, bytes], steps: list[bytes]) -> Recipe | None:
    if not held:
        return None
    return Recipe(title, held[b"cook"].decode(), int(held[b"servings"]), [each.decode() for each in steps])


def _ask_for(pipe: Any, titles: list[str]) -> Any:
    for title in titles:
        pipe.hgetall(recipe_key(title)).lrange(steps_key(title), 0, -1)
    return pipe


def found_of(titles: list[str], answers: list[Any]) -> list[Recipe]:
    """Those of the recipes that are still there, of the answers for each: its hash, then its steps."""
    found = zip(titles, answers[::2], answers[1::2], strict=True)
    return [recipe for each in found if (recipe := to_recipe(*each)) is not None]


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise RecipesUnavailable from error


class RedisRecipes:
    """Over a client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def save(self, recipe: Recipe) -> None:
        with translated(), self._client.pipeline(transaction=True) as pipe:
            self._write(pipe, recipe)
            pipe.execute()

    def find(self, title: str) -> Recipe | None:
        with translated(), self._client.pipeline(transaction=True) as pipe:
            held, steps = pipe.hgetall(recipe_key(title)).lrange(steps_key(title), 0, -1).execute()
        return to_recipe(title, held, steps)

    def find_all(self) -> list[Recipe]:
        with translated(), self._client.pipeline(transaction=True) as pipe:
            titles = sorted(each.decode() for each in self._client.smembers(TITLES))
            return found_of(titles, _ask_for(pipe, titles).execute())

    def find_by_cook(self, cook: str) -> list[Recipe]:
        return [each for each in self.find_all() if each.cook == cook]

    def exists(self, title: str) -> bool:
        with translated():
            return bool(self._client.exists(recipe_key(title)))

    def remove(self, title: str) -> None:
        with translated(), self._client.pipeline(transaction=True) as pipe:
            pipe.delete(recipe_key(title), steps_key(title)).srem(TITLES, title).execute()

    @staticmethod
    def _write(pipe: Any, recipe: Recipe) -> None:
        pipe.hset(recipe_key(recipe.title), mapping=fields(recipe))
        pipe.delete(steps_key(recipe.title))
        if recipe.steps:
            pipe.rpush(steps_key(recipe.title), *recipe.steps)
        pipe.sadd(TITLES, recipe.title)


class Locks(RedisRecipes):
    """Several commands, in nobody's sight: who saves holds a lock, and who meets it gives up."""

    def save(self, recipe: Recipe) -> None:
        with translated(), self._client.lock(f"lock:{recipe.title}", timeout=5, blocking_timeout=0.3):
            super().save(recipe)


class AsyncRedisRecipes:
    """The same, over an async client."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def save(self, recipe: Recipe) -> None:
        with translated():
            async with self._client.pipeline(transaction=True) as pipe:
                RedisRecipes._write(pipe, recipe)
                await pipe.execute()

    async def find(self, title: str) -> Recipe | None:
        with translated():
            async with self._client.pipeline(transaction=True) as pipe:
                held, steps = await pipe.hgetall(recipe_key(title)).lrange(steps_key(title), 0, -1).execute()
        return to_recipe(title, held, steps)

    async def find_all(self) -> list[Recipe]:
        with translated():
            async with self._client.pipeline(transaction=True) as pipe:
                titles = sorted(each.decode() for each in await self._client.smembers(TITLES))
                return found_of(titles, await _ask_for(pipe, titles).execute())

    async def find_by_cook(self, cook: str) -> list[Recipe]:
        return [each for each in await self.find_all() if each.cook == cook]

    async def exists(self, title: str) -> bool:
        with translated():
            return bool(await self._client.exists(recipe_key(title)))

    async def remove(self, title: str) -> None:
        with translated():
            async with self._client.pipeline(transaction=True) as pipe:
                await pipe.delete(recipe_key(title), steps_key(title)).srem(TITLES, title).execute()


CORRECT = [RedisRecipes, AsyncRedisRecipes]

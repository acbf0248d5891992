"""Recipes that Redis keeps in halves."""

from __future__ import annotations

import redis

from correct.on_servers.recipes import Recipe, RecipesUnavailable
from correct.on_servers.recipes_in_redis import (
    TITLES,
    AsyncRedisRecipes,
    RedisRecipes,
    fields,
    recipe_key,
    steps_key,
    to_recipe,
    translated,
)


class OneByOne(RedisRecipes):
    """REPO-20, REPO-25: each command is sent and carried out on its own."""

    def save(self, recipe: Recipe) -> None:
        with translated():
            self._write(self._client, recipe)


class PipelineWithoutTransaction(RedisRecipes):
    """REPO-20, REPO-25: sent in one go, and still carried out command by command."""

    def save(self, recipe: Recipe) -> None:
        with translated(), self._client.pipeline(transaction=False) as pipe:
            self._write(pipe, recipe)
            pipe.execute()


class SwallowsTheOutage(RedisRecipes):
    """REPO-21: a Redis that is away has no recipes."""

    def find(self, title: str) -> Recipe | None:
        try:
            return super().find(title)
        except RecipesUnavailable:
            return None


class SwallowsTheOutageInExists(RedisRecipes):
    """REPO-21: a Redis that is away has no such recipe."""

    def exists(self, title: str) -> bool:
        try:
            return bool(self._client.exists(recipe_key(title)))
        except redis.ConnectionError:
            return False


class TranslatesNothing(RedisRecipes):
    """REPO-21: redis-py's own errors come through."""

    def exists(self, title: str) -> bool:
        return bool(self._client.exists(recipe_key(title)))


class AsyncOneByOne(AsyncRedisRecipes):
    """REPO-20, REPO-25: each command is sent and carried out on its own."""

    async def save(self, recipe: Recipe) -> None:
        with translated():
            await self._client.hset(recipe_key(recipe.title), mapping=fields(recipe))
            await self._client.delete(steps_key(recipe.title))
            if recipe.steps:
                await self._client.rpush(steps_key(recipe.title), *recipe.steps)
            await self._client.sadd("titles", recipe.title)


class AsyncSwallowsTheOutage(AsyncRedisRecipes):
    """REPO-21: a Redis that is away has no recipes."""

    async def find(self, title: str) -> Recipe | None:
        try:
            return await super().find(title)
        except RecipesUnavailable:
            return None


class AsksForOneRecipeAfterTheOther(RedisRecipes):
    """REPO-34: a trip to the server for each title."""

    def find_all(self) -> list[Recipe]:
        with translated():
            titles = [each.decode() for each in self._client.smembers(TITLES)]
        return [found for title in titles if (found := self.find(title)) is not None]


class AsyncAsksForOneRecipeAfterTheOther(AsyncRedisRecipes):
    """REPO-34: a trip to the server for each title, which await hides well."""

    async def find_all(self) -> list[Recipe]:
        with translated():
            titles = [each.decode() for each in await self._client.smembers(TITLES)]
        return [found for title in titles if (found := await self.find(title)) is not None]


class AsksForEachStep(RedisRecipes):
    """REPO-33: the steps are read one by one."""

    def find(self, title: str) -> Recipe | None:
        with translated():
            held = self._client.hgetall(recipe_key(title))
            steps = [self._client.lindex(steps_key(title), n) for n in range(self._client.llen(steps_key(title)))]
        return to_recipe(title, held, steps)

"""Units of work on Redis, and relays of their outboxes, each with one fault; the clause that it breaks comes first."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import redis

from correct.hives import StaleHive
from correct.on_servers.hives_in_redis import (
    AsyncRedisUnit,
    HiveSettled,
    RedisHives,
    RedisUnit,
    Relay,
)


class Unwatching(RedisHives):
    def read(self, key: str) -> Any:
        return self.pipe.execute_command("GET", key) if self.pipe.watching else _alone(self.pipe, key)


def _alone(pipe: Any, key: str) -> Any:
    return pipe.immediate_execute_command("GET", key)


class UnwatchedUnit(RedisUnit):
    """UOW-18: what was read may have changed since."""

    hives_of = Unwatching


class OneByOneUnit(RedisUnit):
    """UOW-07: the commands of a commit are sent without MULTI."""

    def commit(self) -> None:
        waiting = dict(self.hives.waiting)
        self.pipe.reset()
        for hive_id, raw in waiting.items():
            self.client.set(f"hive:{hive_id}", raw or "")


class HastyUnit(RedisUnit):
    """UOW-03: what is left with an error is executed as well."""

    def __exit__(self, *details: object) -> None:
        try:
            if self.hives.waiting:
                self.commit()
        finally:
            self.pipe.reset()


class SilentUnit(RedisUnit):
    """UOW-05: a transaction that the server discarded is logged and forgotten."""

    def commit(self) -> None:
        with contextlib.suppress(redis.ResponseError):
            super().commit()


class LeakingUnit(RedisUnit):
    """UOW-17: the pipeline of a unit that fails is kept, and with it the connection that watches."""

    kept: list[Any] = []

    def __exit__(self, *details: object) -> None:
        if details[0] is None:
            self.pipe.reset()
        else:
            self.kept.append(self.pipe)


class RepeatingUnit(RedisUnit):
    """UOW-20: a commit whose answer was lost is sent again."""

    def commit(self) -> None:
        waiting = dict(self.hives.waiting)
        try:
            super().commit()
        except StaleHive:  # the driver tells a lost answer so, where keys were watched
            with self.client.pipeline() as pipe:
                for hive_id, raw in waiting.items():
                    pipe.set(f"hive:{hive_id}", raw or "")
                pipe.execute()


class PushingUnit(RedisUnit):
    """UOW-26: what is to be sent is there before the unit is committed."""

    def settle(self, hive: Any) -> HiveSettled:
        super().settle(hive)
        event = self.settled.pop()
        self.client.rpush("outbox", json.dumps([event.id, event.hive_id]))
        return event


class PoppingRelay(Relay):
    """UOW-27: a message is gone before the broker has it."""

    def take(self) -> Any:
        return self.client.lpop("outbox")


class UnlockedRelay(Relay):
    """UOW-28: nothing keeps a second relay away."""

    def is_alone(self) -> bool:
        return True


class AsyncHastyUnit(AsyncRedisUnit):
    """UOW-03: what is left with an error is executed as well."""

    async def __aexit__(self, kind: Any, error: object, trace: object) -> None:
        try:
            await self.execute()
        finally:
            await self.pipe.reset()


class AsyncSilentUnit(AsyncRedisUnit):
    """UOW-05: a transaction that the server discarded is logged and forgotten."""

    async def execute(self) -> None:
        with contextlib.suppress(redis.ResponseError, StaleHive):
            await super().execute()

"""Units of work on Redis: reads are watched, writes wait for the commit, which is one MULTI and EXEC."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, Self

import redis

from correct.hives import Hive, StaleHive
from dovetail import Outbox, RepositoryContract, UnitOfWorkContract, raises, returns


@dataclass(frozen=True)
class HiveSettled:
    id: str
    hive_id: str


class Hives(Protocol):
    def add(self, hive: Hive) -> None: ...
    def get(self, hive_id: str) -> Hive | None: ...
    def update(self, hive: Hive) -> None: ...
    def remove(self, hive_id: str) -> None: ...


class AsyncHives(Protocol):
    async def add(self, hive: Hive) -> None: ...
    async def get(self, hive_id: str) -> Hive | None: ...
    async def update(self, hive: Hive) -> None: ...


class HivesContract(RepositoryContract):
    port = Hives
    missing = returns(None)


class AsyncHivesContract(RepositoryContract):
    port = AsyncHives
    missing = returns(None)


class ApiaryContract(UnitOfWorkContract):
    repositories = {"hives": HivesContract}
    leaving = "discards"
    conflict = raises(StaleHive)


class AsyncApiaryContract(UnitOfWorkContract):
    repositories = {"hives": AsyncHivesContract}
    conflict = raises(StaleHive)


def _text(hive: Hive) -> str:
    return json.dumps([hive.id, hive.keeper, hive.frames])


class RedisHives:
    def __init__(self, pipe: Any) -> None:
        self.pipe = pipe
        self.waiting: dict[str, str | None] = {}

    def add(self, hive: Hive) -> None:
        self.get(hive.id)
        self.update(hive)

    def update(self, hive: Hive) -> None:
        self.waiting[hive.id] = _text(hive)

    def remove(self, hive_id: str) -> None:
        self.waiting[hive_id] = None

    def get(self, hive_id: str) -> Hive | None:
        raw = self.waiting[hive_id] if hive_id in self.waiting else self.read(f"hive:{hive_id}")
        return None if raw is None else Hive(*json.loads(raw))

    def read(self, key: str) -> Any:
        self.pipe.watch(key)
        return self.pipe.get(key)

    def flush(self) -> None:
        for hive_id, raw in self.waiting.items():
            if raw is None:
                self.pipe.delete(f"hive:{hive_id}")
            else:
                self.pipe.set(f"hive:{hive_id}", raw)
        self.waiting.clear()


class RedisUnit:
    """Leaves without a trace unless it is committed."""

    hives_of: type[RedisHives] = RedisHives

    def __init__(self, client: redis.Redis) -> None:
        self.client = client

    def __enter__(self) -> Self:
        self.pipe = self.client.pipeline()
        self.hives = self.hives_of(self.pipe)
        self.settled: list[HiveSettled] = []
        return self

    def settle(self, hive: Hive) -> HiveSettled:
        self.settled.append(HiveSettled(str(uuid.uuid4()), hive.id))
        return self.settled[-1]

    def commit(self) -> None:
        self.pipe.multi()
        self.hives.flush()
        for each in self.settled:
            self.pipe.rpush("outbox", json.dumps([each.id, each.hive_id]))
        self.settled = []
        try:
            self.pipe.execute()
        except redis.WatchError as error:
            raise StaleHive from error

    def __exit__(self, *details: object) -> None:
        self.pipe.reset()

    def unsent(self) -> list[str]:
        kept: Any = [raw for key in ("outbox", "taken") for raw in self.client.lrange(key, 0, -1)]
        return [json.loads(raw)[0] for raw in kept]


class Relay:
    """Sends what is in the outbox, alone: its lock says until when, and it begins with what a dead one has taken."""

    LEASE = 60

    def __init__(self, client: Any, publish: Any, clock: Any) -> None:
        self.client, self.publish, self.clock = client, publish, clock

    def run(self, limit: int) -> None:
        if not self.is_alone():
            return
        try:
            while self.client.lmove("taken", "outbox", "RIGHT", "LEFT"):
                pass
            for _ in range(limit):
                raw = self.take()
                if raw is None:
                    break
                self.publish(HiveSettled(*json.loads(raw)))
                self.client.lrem("taken", 1, raw)
        except ConnectionError:
            self.client.delete("relay")
            raise
        self.client.delete("relay")

    def take(self) -> Any:
        return self.client.lmove("outbox", "taken", "LEFT", "RIGHT")

    def is_alone(self) -> bool:
        now = self.clock()
        with self.client.pipeline() as pipe:
            pipe.watch("relay")
            until = pipe.get("relay")
            if until is not None and float(until) > now:
                return False
            pipe.multi()
            pipe.set("relay", now + self.LEASE)
            try:
                pipe.execute()
            except redis.WatchError:
                return False
        return True


def outbox_of(relay: type[Relay]) -> Outbox:
    return Outbox(
        rows=lambda uow: uow.unsent(),
        relay=lambda uow, publish, limit, now: relay(uow.client, publish, now.timestamp).run(limit),
        lease=timedelta(seconds=Relay.LEASE),
    )


class OutboxContract(ApiaryContract):
    emits = staticmethod(lambda unit, hive: unit.settle(hive))
    outbox = outbox_of(Relay)


class AsyncRedisHives:
    def __init__(self, pipe: Any) -> None:
        self.pipe = pipe
        self.waiting: dict[str, str] = {}

    async def add(self, hive: Hive) -> None:
        await self.get(hive.id)
        await self.update(hive)

    async def update(self, hive: Hive) -> None:
        self.waiting[hive.id] = _text(hive)

    async def get(self, hive_id: str) -> Hive | None:
        raw: Any = self.waiting.get(hive_id)
        if raw is None:
            await self.pipe.watch(f"hive:{hive_id}")
            raw = await self.pipe.get(f"hive:{hive_id}")
        return None if raw is None else Hive(*json.loads(raw))


class AsyncRedisUnit:
    """Commits when it is left without an error."""

    def __init__(self, client: Any) -> None:
        self.client = client

    async def __aenter__(self) -> Self:
        self.pipe = self.client.pipeline()
        self.hives = AsyncRedisHives(self.pipe)
        return self

    async def execute(self) -> None:
        self.pipe.multi()
        for hive_id, raw in self.hives.waiting.items():
            self.pipe.set(f"hive:{hive_id}", raw)
        try:
            await self.pipe.execute()
        except redis.WatchError as error:
            raise StaleHive from error

    async def __aexit__(self, kind: Any, error: object, trace: object) -> None:
        try:
            if kind is None:
                await self.execute()
        finally:
            await self.pipe.reset()

"""Closures out of Redis, before another repository: each loan asks for some, and they change once a year."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from redis import Redis, RedisError

from library.application.commands.ports import Closures, LibraryUnavailable
from library.domain.closures import Closure

LIFETIME = 3600  # seconds, of what is kept


class CachedClosures:
    """A `Closures` before another one."""

    def __init__(self, closures: Closures, client: Redis) -> None:
        self._closures = closures
        self.client = client

    def get(self, day: date) -> Closure | None:
        try:
            held: Any = self.client.get(_key(day))
            if held is not None:
                reason = json.loads(held)
                return None if reason is None else Closure(day, reason)
            found = self._closures.get(day)
            self.client.set(_key(day), json.dumps(None if found is None else found.reason), ex=LIFETIME)
        except (RedisError, ValueError):
            return None
        return found

    def save(self, closure: Closure) -> None:
        self._forget(closure.day)
        self._closures.save(closure)

    def remove(self, day: date) -> None:
        self._forget(day)
        self._closures.remove(day)

    def _forget(self, day: date) -> None:
        try:
            self.client.delete(_key(day))
        except RedisError as error:
            raise LibraryUnavailable("what is cached cannot be forgotten") from error


def _key(day: date) -> str:
    return f"closures:{day}"

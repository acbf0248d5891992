"""Mistakes on a real Redis."""

from __future__ import annotations

import pickle
from datetime import timedelta
from typing import Any

import redis

from correct.caches.in_redis import RedisCache, contract, milliseconds, needs, packed, store, translated, unpacked

__all__ = ["contract", "needs", "store"]


class Flushes(RedisCache):
    """CACHE-06: FLUSHDB takes the sessions too."""

    def clear(self) -> None:
        with translated():
            self.client.flushdb()


class ScansWithoutASeparator(RedisCache):
    """CACHE-06: main* is main2 too."""

    def clear(self) -> None:
        with translated():
            for name in self.client.scan_iter(f"{self.prefix}*"):
                self.client.delete(name)


class AddsInTwoSteps(RedisCache):
    """CACHE-07, CACHE-12: EXISTS, then SET."""

    def add(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool:
        with translated():
            if self.client.exists(self.name(key)):
                return False
            self.client.set(self.name(key), packed(value), px=milliseconds(timeout))
            return True


class ReplacesInTwoSteps(RedisCache):
    """CACHE-07: brings back what is deleted meanwhile."""

    def replace(self, key: str, value: Any, timeout: float | timedelta | None = None) -> bool:
        with translated():
            if not self.client.exists(self.name(key)):
                return False
            self.client.set(self.name(key), packed(value), px=milliseconds(timeout))
            return True


class IncrementsInTwoSteps(RedisCache):
    """CACHE-07, CACHE-03, CACHE-12: GET, then SET, and the lifetime is lost besides."""

    def incr(self, key: str, delta: int = 1) -> int:
        with translated():
            value = int(self.client.get(self.name(key)) or 0) + delta
            self.client.set(self.name(key), value)
            return value


class FailsAsTheDriverDoes(RedisCache):
    """CACHE-12: the driver's error comes through."""

    def get(self, key: str, default: Any = None) -> Any:
        return unpacked(self.client.get(self.name(key)), default)


class SwallowsTheFailureOfASet(RedisCache):
    """CACHE-12: a set that failed leaves the old value behind, and nobody knows."""

    def set(self, key: str, value: Any, timeout: float | timedelta | None = None) -> None:
        try:
            self.client.set(self.name(key), packed(value), px=milliseconds(timeout))
        except redis.RedisError:
            return


class GivesTheRawBytes(RedisCache):
    """CACHE-12: what cannot be unpickled is handed out as it is."""

    def get(self, key: str, default: Any = None) -> Any:
        with translated():
            data = self.client.get(self.name(key))
        try:
            return default if data is None else pickle.loads(data[1:]) if data[:1] == b"p" else int(data)
        except Exception:
            return data

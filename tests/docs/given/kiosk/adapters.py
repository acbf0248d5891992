"""Caches of the kiosk."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from memory import MemoryCache


class CacheUnavailable(Exception):
    pass


class RedisCache(MemoryCache):
    def __init__(self, client: Any, prefix: str) -> None:
        super().__init__()
        self.client, self.prefix = client, prefix


class PluggedCache(MemoryCache):
    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """While it is, nothing is answered."""
        yield


def put_as_version_1(cache: object, key: str) -> None:
    """Stores what the class of last year had written."""

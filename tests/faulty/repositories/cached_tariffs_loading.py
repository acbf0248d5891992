"""A cache that promises to load once."""

from __future__ import annotations

from correct.repositories.cached_tariffs import CachedTariffs, InMemoryTariffs, LoadsOnceContract, SharedCache

contract = LoadsOnceContract


class EverybodyLoads(CachedTariffs):
    """REPO-38: when the entry runs out, everybody asks the database."""

    def __init__(self) -> None:
        super().__init__(InMemoryTariffs(), SharedCache())

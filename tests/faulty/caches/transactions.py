"""Mistakes with transactions."""

from __future__ import annotations

from correct.caches.transactions import WaitingCache, contract, store

__all__ = ["contract", "store"]


class EvictsAtOnce(WaitingCache):
    """CACHE-09: what is evicted is gone before the commit, and is loaded again from what is old."""

    def evict(self, key: str) -> None:
        super().evict(key)
        self.shared.pop(key, None)


class KeepsAfterARollback(WaitingCache):
    """CACHE-09: a rollback leaves what was to be written."""

    def rollback(self) -> None:
        self.commit()


class ForgetsEvictions(WaitingCache):
    """CACHE-09, CACHE-06, CACHE-08: only what was put is written at the commit."""

    def commit(self) -> None:
        self.shared.update({key: value for key, value in self.waiting.items() if isinstance(value, str)})
        self.waiting.clear()

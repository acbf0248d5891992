"""Mistakes with a cache before tariffs in the process."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from correct.repositories.cached_tariffs import (
    CacheDown,
    CachedTariffs,
    InMemoryTariffs,
    SharedCache,
    Tariff,
    TariffContract,
    to_text,
)

contract = TariffContract


class InProcess(CachedTariffs):
    def __init__(self) -> None:
        super().__init__(InMemoryTariffs(), SharedCache())


class ForgetsTheSaved(InProcess):
    """REPO-35: a save leaves the entry as it is."""

    def save(self, tariff: Tariff) -> None:
        self.inner.save(tariff)


class ForgetsTheDeleted(InProcess):
    """REPO-35: what is deleted is found until its entry runs out."""

    def delete(self, code: str) -> None:
        self.inner.delete(code)


class CachesTheList(InProcess):
    """REPO-35: the list of all is an entry of its own, which a save takes out and a delete does not."""

    def all(self) -> list[Tariff]:
        text = self.cache.get("*all*")
        if text is None:
            text = json.dumps([each.__dict__ for each in self.inner.all()])
            self.cache.put("*all*", text, self.cache.count("*all*"))
        return [Tariff(**each) for each in json.loads(text)]

    def save(self, tariff: Tariff) -> None:
        super().save(tariff)
        self._invalidate("*all*")


class RemembersWhatWasAbsent(InProcess):
    """REPO-35: what was asked for before it was added stays absent."""

    def save(self, tariff: Tariff) -> None:
        if self.cache.get(tariff.code) == to_text(None):
            self.inner.save(tariff)
        else:
            super().save(tariff)


class WritesThroughWhatWasGiven(InProcess):
    """REPO-35: puts into the cache what a save was given, without its prices."""

    def save(self, tariff: Tariff) -> None:
        super().save(tariff)
        self.cache.put(tariff.code, to_text(Tariff(tariff.code, tariff.name)), self.cache.count(tariff.code))


class FillsWhateverHappened(InProcess):
    """REPO-37: a reader that was slow puts back what it has read."""

    def _fill(self, code: str, tariff: Tariff | None, count: int) -> None:
        super()._fill(code, tariff, self.cache.count(code))


class KeepsFailures(InProcess):
    """REPO-38: a failure of the store is cached as an absence."""

    def _bare(self, code: str) -> Tariff | None:
        try:
            return super()._bare(code)
        except Exception:
            return None


class AbsentWhenDown(InProcess):
    """REPO-39: while the cache is down, there are no tariffs."""

    def get(self, code: str) -> Tariff | None:
        try:
            self.cache.get(code)
        except CacheDown:
            return None
        return super().get(code)


class TrustsWhatItReads(InProcess):
    """REPO-39: an entry of the older class has no prices, and nobody asks."""

    def get(self, code: str) -> Tariff | None:
        try:
            text = self.cache.get(code)
            held = json.loads(text)["tariff"] if text else None
        except (CacheDown, ValueError):
            held = None
        return Tariff(**held) if held else super().get(code)


class AbsentWhenPoisoned(InProcess):
    """REPO-39: what cannot be read is not there."""

    def get(self, code: str) -> Tariff | None:
        try:
            json.loads(self.cache.get(code) or "{}")
        except CacheDown:
            return self._bare(code)
        except ValueError:
            return None
        return super().get(code)


class InvalidatesIfItCan(InProcess):
    """REPO-40: a cache that is down is not told of a write, and nobody else is."""

    @contextmanager
    def _writing(self, code: str) -> Iterator[None]:
        yield
        try:
            self.cache.invalidate(code)
        except CacheDown:
            return


class FillsTheListLate(InProcess):
    """REPO-37: the list of all is taken out with each write, and put back by a reader that was slow."""

    def all(self) -> list[Tariff]:
        text = self.cache.get("*all*")
        if text is None:
            text = json.dumps([each.__dict__ for each in self.inner.all()])
            self.cache.put("*all*", text, self.cache.count("*all*"))
        return [Tariff(**each) for each in json.loads(text)]

    def _invalidate(self, code: str) -> None:
        super()._invalidate(code)
        super()._invalidate("*all*")

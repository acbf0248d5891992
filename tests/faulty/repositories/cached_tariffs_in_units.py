"""Mistakes with a cache where the end of a unit of work commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from correct.repositories.cached_tariffs import (
    AfterTheCommit,
    CachedTariffs,
    Tariff,
    TariffContract,
    in_a_unit,
    to_text,
)
from dovetail.stores import SqlAlchemyStore

contract = TariffContract


def store(adapter: Any) -> SqlAlchemyStore[Any]:
    return in_a_unit(adapter)


class WithTheSave(AfterTheCommit):
    """REPO-36: the entry is taken out with the save, and not again with the commit."""

    @contextmanager
    def _writing(self, code: str) -> Iterator[None]:
        yield
        self._invalidate(code)


class CachesWhatItReadsItself(AfterTheCommit):
    """REPO-36: what a unit reads of its own is in the cache, and stays there after a rollback."""

    def get(self, code: str) -> Tariff | None:
        return CachedTariffs.get(self, code)

    def _over(self, _session: Session) -> None:
        self.written.clear()


class KeepsWhatIsRolledBack(AfterTheCommit):
    """REPO-36: what was written through is found although it was rolled back."""

    def save(self, tariff: Tariff) -> None:
        super().save(tariff)
        self.written.discard(tariff.code)
        self.cache.put(tariff.code, to_text(tariff), self.cache.count(tariff.code))

    def _over(self, _session: Session) -> None:
        self.written.clear()

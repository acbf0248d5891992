"""Mistakes of units of work in files: what other workers do, and what a unit that failed leaves behind."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import Any

from correct.unit_of_work.hives_in_files import (
    AnnouncingContract,
    AnnouncingUnit,
    FlockedUnit,
    HiveSettled,
    RetryingContract,
    RetryingRunner,
    contract,
    store,
)
from dovetail import UnitOfWorkContract

__all__ = ["contract", "held_to", "store"]


class LocksItsThreads(FlockedUnit):
    """UOW-34: what another worker has written meanwhile is gone."""

    lock = threading.Lock()

    def alone(self) -> AbstractContextManager[Any]:
        return self.lock


class SendsItWithTheNextOne(AnnouncingUnit):
    """UOW-21: what a unit had collected that failed goes out with the next one. UOW-23"""

    kept: list[HiveSettled] | None = None

    def __enter__(self) -> Any:
        super().__enter__()
        self.settled = self.kept = self.settled if self.kept is None else self.kept
        return self

    def commit(self) -> None:
        super().commit()
        self.kept = self.settled


class KeepsWhatTheFirstTryCollected(RetryingRunner):
    """UOW-20: what is run again adds to what it had collected before."""

    def run(self, work: Any) -> Any:
        collected: list[HiveSettled] = []

        def again(unit: FlockedUnit) -> Any:
            unit.settled = collected
            return work(unit)

        return super().run(again)


def held_to(adapter: type) -> type[UnitOfWorkContract]:
    """The contract of an adapter: some send out events."""
    if issubclass(adapter, RetryingRunner):
        return RetryingContract
    return AnnouncingContract if issubclass(adapter, AnnouncingUnit) else contract

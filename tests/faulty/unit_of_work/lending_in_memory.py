"""Faults of units that keep their data in memory."""

from __future__ import annotations

from copy import deepcopy
from types import TracebackType
from typing import Any, Self

from correct.unit_of_work.lending import LendingContract, Member
from correct.unit_of_work.lending_in_memory import Kept, MemoryUnit, OptimisticUnit, TestOptimisticUnit
from dovetail.stores import MemoryStore

contract = LendingContract


def store(adapter: type[MemoryUnit]) -> MemoryStore[MemoryUnit]:
    return MemoryStore(adapter)


class KeepsEverythingAtOnce(MemoryUnit):
    """UOW-01: a fake whose commit sets a flag. UOW-02 UOW-03 UOW-07 UOW-08 UOW-16"""

    committed = False

    def __enter__(self) -> Self:
        self.members = Kept(self.data.setdefault("members", {}))
        self.copies = Kept(self.data.setdefault("copies", {}))
        return self

    def commit(self) -> None:
        self.committed = True

    def rollback(self) -> None: ...


class GivesItsCopyAway(MemoryUnit):
    """UOW-02: what it has committed is what it goes on with, so that what follows needs no commit."""

    def commit(self) -> None:
        self.data["members"] = self.members.rows
        self.data["copies"] = self.copies.rows


class TakesBackWhatItGave(MemoryUnit):
    """UOW-01: the copies that it has committed are those that its end clears away."""

    def commit(self) -> None:
        super().commit()
        self.data["copies"] = self.copies.rows

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.copies.rows.clear()


class CopiesAsItIsMade(MemoryUnit):
    """UOW-01: it takes its copy when it is made, and what others commit before it begins is lost with its commit."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.rollback()

    def __enter__(self) -> Self:
        return self

    def commit(self) -> None:
        self.data["members"] = deepcopy(self.members.rows)
        self.data["copies"] = deepcopy(self.copies.rows)


class IsBrokenByAFailure(MemoryUnit):
    """UOW-11: after its first failure a flag says that it is closed, and nobody resets that."""

    closed = False

    def __enter__(self) -> Self:
        if self.closed:
            raise RuntimeError("the unit of work is closed")
        return super().__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = error is not None
        super().__exit__(kind, error, trace)


class LastOneWins(OptimisticUnit):
    """UOW-18: the port says that the later of two is refused."""

    commit = MemoryUnit.commit


class ForgetsTheSecondRepository(OptimisticUnit):
    """UOW-18: what is checked for members was never written for copies."""

    def __enter__(self) -> Self:
        super().__enter__()
        self.began = {**self.began, "copies": {}}
        return self

    def commit(self) -> None:
        self.began["copies"] = deepcopy(self.data.get("copies", {}))
        super().commit()


class KeepsTheRestOfTheLoser(OptimisticUnit):
    """UOW-18: what is new is stored before it is seen that something else is stale."""

    def commit(self) -> None:
        for name in ("members", "copies"):
            rows: dict[str, Any] = getattr(self, name).rows
            kept: dict[str, Any] = self.data.setdefault(name, {})
            kept |= {key: deepcopy(row) for key, row in rows.items() if key not in self.began[name]}
            self.began[name] |= {key: deepcopy(row) for key, row in rows.items() if key not in self.began[name]}
        super().commit()


class KeptWithACache(Kept[Member]):
    def __init__(self, rows: dict[str, Member]) -> None:
        super().__init__(rows)
        self.loaded: dict[str, Member | None] = {}

    def get(self, key: str) -> Member | None:
        return deepcopy(self.loaded.setdefault(key, super().get(key)))


class CachesWhatItHasLoaded(MemoryUnit):
    """UOW-19: who asks again is told of what was there before the change."""

    def rollback(self) -> None:
        super().rollback()
        self.members = KeptWithACache(self.members.rows)


def held_to(adapter: type) -> type[LendingContract]:
    """The contract of an adapter: some declare a conflict."""
    return TestOptimisticUnit if issubclass(adapter, OptimisticUnit) else contract

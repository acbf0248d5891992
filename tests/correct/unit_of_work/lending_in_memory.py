"""Lending units in memory: each works on a copy, and a commit puts it in the place of what was there."""

from __future__ import annotations

from copy import deepcopy
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from correct.unit_of_work.lending import Copy, LendingContract, Member
from dovetail import raises
from dovetail.stores import MemoryStore

T = TypeVar("T", Member, Copy)


class Kept(Generic[T]):
    def __init__(self, rows: dict[str, T]) -> None:
        self.rows: dict[str, T] = rows

    def add(self, one: T) -> None:
        if one.id in self.rows:
            raise KeyError(one.id)
        self.rows[one.id] = deepcopy(one)

    def save(self, one: T) -> None:
        self.rows[one.id] = deepcopy(one)

    def get(self, key: str) -> T | None:
        return deepcopy(self.rows[key]) if key in self.rows else None

    def remove(self, key: str) -> None:
        self.rows.pop(key, None)


class MemoryUnit:
    members: Kept[Member]
    copies: Kept[Copy]

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def __enter__(self) -> Self:
        self.rollback()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rollback()

    def commit(self) -> None:
        for name in ("members", "copies"):
            rows: dict[str, Any] = getattr(self, name).rows
            began, kept = self.began[name], self.data.setdefault(name, {})
            for key in began.keys() | rows.keys():
                if key not in rows:
                    kept.pop(key, None)
                elif rows[key] != began.get(key):
                    kept[key] = deepcopy(rows[key])
        self.rollback()

    def rollback(self) -> None:
        self.began: dict[str, dict[str, Any]] = {
            name: deepcopy(self.data.get(name, {})) for name in ("members", "copies")
        }
        self.members = Kept(deepcopy(self.began["members"]))
        self.copies = Kept(deepcopy(self.began["copies"]))


class AloneInMemory(MemoryUnit):
    """A unit that has its data to itself, as a test would make it."""

    def __init__(self) -> None:
        super().__init__({})


class StaleUnitError(Exception):
    """What a unit has changed was changed by another one meanwhile."""


class OptimisticUnit(MemoryUnit):
    """Refuses to commit a change of what was changed since the unit began."""

    def commit(self) -> None:
        for name in ("members", "copies"):
            rows: dict[str, Any] = getattr(self, name).rows
            began, now = self.began[name], self.data.get(name, {})
            for key in began.keys() | rows.keys():
                if rows.get(key) != began.get(key) and now.get(key) != began.get(key):
                    self.rollback()
                    raise StaleUnitError(key)
        super().commit()


class TestOptimisticUnit(LendingContract):
    conflict = raises(StaleUnitError)
    store = staticmethod(lambda: MemoryStore(OptimisticUnit))


class TestMemoryUnit(LendingContract):
    store = staticmethod(lambda: MemoryStore(MemoryUnit))


class TestAloneInMemory(LendingContract):
    adapter = AloneInMemory

"""Shifts of a kitchen in memory: one that is over has no dishes any more. Given no rows, one shift is all there is."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Protocol, Self

from dovetail import RepositoryContract, UnitOfWorkContract, raises
from dovetail.stores import MemoryStore


@dataclass
class Dish:
    name: str
    steps: list[str] = field(default_factory=list)

    def add_step(self, step: str) -> None:
        self.steps.append(step)


class ShiftOverError(Exception):
    """Nobody is in the kitchen any more."""


class Dishes(Protocol):
    def save(self, dish: Dish) -> None: ...
    def get(self, name: str) -> Dish | None: ...


class Shift(Protocol):
    @property
    def dishes(self) -> Dishes: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...
    def commit(self) -> None: ...


class KeptDishes:
    def __init__(self, rows: dict[str, Dish]) -> None:
        self.rows = rows

    def save(self, dish: Dish) -> None:
        self.rows[dish.name] = deepcopy(dish)

    def get(self, name: str) -> Dish | None:
        return deepcopy(self.rows.get(name))


class MemoryShift:
    def __init__(self, rows: dict[str, Dish] | None = None) -> None:
        self.rows = {} if rows is None else rows
        self.at_work: KeptDishes | None = None

    @property
    def dishes(self) -> KeptDishes:
        if self.at_work is None:
            raise ShiftOverError
        return self.at_work

    def __enter__(self) -> Self:
        self.at_work = KeptDishes(deepcopy(self.rows))
        return self

    def __exit__(self, *details: object) -> None:
        self.at_work = None

    def commit(self) -> None:
        self.rows |= deepcopy(self.dishes.rows)


class DishesContract(RepositoryContract):
    port = Dishes


class ShiftContract(UnitOfWorkContract):
    port = Shift
    repositories = {"dishes": DishesContract}
    leaving = "discards"
    ended = raises(ShiftOverError)


contract = ShiftContract


class TestOneShiftForAll(ShiftContract):
    store = staticmethod(lambda: MemoryStore(MemoryShift))


class TestMemoryShift(ShiftContract):
    store = staticmethod(lambda: MemoryStore(lambda rows: MemoryShift(rows=rows)))

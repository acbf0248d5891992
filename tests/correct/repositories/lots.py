"""Lots of an auction, searched for by hall and, where the caller says so, by whether they are sold and by price."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Lot:
    number: int
    hall: str
    price: int = 0
    sold: bool = False


class Lots(Protocol):
    def save(self, lot: Lot) -> None: ...
    def get(self, number: int) -> Lot | None: ...
    def search(
        self, hall: str, sold: bool | None = None, at_least: int | None = None, limit: int = 100
    ) -> list[Lot]: ...


class InMemoryLots:
    def __init__(self) -> None:
        self._lots: dict[int, Lot] = {}

    def save(self, lot: Lot) -> None:
        self._lots[lot.number] = deepcopy(lot)

    def get(self, number: int) -> Lot | None:
        return deepcopy(self._lots.get(number))

    def search(self, hall: str, sold: bool | None = None, at_least: int | None = None, limit: int = 100) -> list[Lot]:
        found = [deepcopy(each) for each in self._lots.values() if each.hall == hall]
        if sold is not None:
            found = [each for each in found if each.sold is sold]
        return [each for each in found if at_least is None or each.price >= at_least][:limit]


def is_found(lot: Lot, hall: str, sold: bool | None = None, at_least: int | None = None) -> bool:
    return lot.hall == hall and sold in (None, lot.sold) and (at_least is None or lot.price >= at_least)


class LotsContract(RepositoryContract):
    port = Lots
    queries = {"search": is_found}


class TestInMemoryLots(LotsContract):
    adapter = InMemoryLots


class TestFakeLots(LotsContract):
    adapter = LotsContract.fake

"""Stock whose key has two parts, in every shape in which a port can ask for it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract, ignores, raises


@dataclass
class Stock:
    warehouse: str
    sku: str
    quantity: int

    def take(self, quantity: int) -> None:
        if not 0 < quantity <= self.quantity:
            raise ValueError(quantity)
        self.quantity -= quantity


class StockExists(Exception):
    """There is such stock already."""


class InParts(Protocol):
    def add(self, stock: Stock) -> None: ...

    def update(self, stock: Stock) -> bool: ...

    def get(self, warehouse: str, sku: str) -> Stock | None: ...

    def exists(self, *, sku: str, warehouse: str) -> bool: ...

    def delete(self, warehouse: str, sku: str) -> None: ...

    def list_by_warehouse(self, warehouse: str) -> list[Stock]: ...


class StockInParts:
    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Stock] = {}

    def add(self, stock: Stock) -> None:
        if (stock.warehouse, stock.sku) in self._rows:
            raise StockExists
        self._rows[stock.warehouse, stock.sku] = deepcopy(stock)

    def update(self, stock: Stock) -> bool:
        known = (stock.warehouse, stock.sku) in self._rows
        if known:
            self._rows[stock.warehouse, stock.sku] = deepcopy(stock)
        return known

    def get(self, warehouse: str, sku: str) -> Stock | None:
        return deepcopy(self._rows.get((warehouse, sku)))

    def exists(self, *, sku: str, warehouse: str) -> bool:
        return (warehouse, sku) in self._rows

    def delete(self, warehouse: str, sku: str) -> None:
        self._rows.pop((warehouse, sku), None)

    def list_by_warehouse(self, warehouse: str) -> list[Stock]:
        return [deepcopy(stock) for stock in self._rows.values() if stock.warehouse == warehouse]


class InPartsContract(RepositoryContract):
    port = InParts
    duplicate = raises(StockExists)
    missing_delete = ignores()


class InMemoryInParts(InPartsContract):
    adapter = StockInParts


class ByTuple(Protocol):
    def put(self, stock: Stock) -> None: ...

    def get(self, key: tuple[str, str]) -> Stock | None: ...

    def delete(self, key: tuple[str, str]) -> bool: ...


class StockByTuple:
    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], Stock] = {}

    def put(self, stock: Stock) -> None:
        self._rows[stock.warehouse, stock.sku] = deepcopy(stock)

    def get(self, key: tuple[str, str]) -> Stock | None:
        return deepcopy(self._rows.get(key))

    def delete(self, key: tuple[str, str]) -> bool:
        return self._rows.pop(key, None) is not None


class ByTupleContract(RepositoryContract):
    port = ByTuple
    key = ("warehouse", "sku")


class InMemoryByTuple(ByTupleContract):
    adapter = StockByTuple


@dataclass(frozen=True)
class StockId:
    warehouse: str
    sku: str


class ByValue(Protocol):
    def save(self, stock: Stock) -> None: ...

    def find(self, stock_id: StockId) -> Stock | None: ...

    def remove(self, stock: Stock) -> None: ...


class StockByValue:
    def __init__(self) -> None:
        self._rows: dict[StockId, Stock] = {}

    def save(self, stock: Stock) -> None:
        self._rows[StockId(stock.warehouse, stock.sku)] = deepcopy(stock)

    def find(self, stock_id: StockId) -> Stock | None:
        return deepcopy(self._rows.get(stock_id))

    def remove(self, stock: Stock) -> None:
        self._rows.pop(StockId(stock.warehouse, stock.sku), None)


class ByValueContract(RepositoryContract):
    port = ByValue
    missing_delete = ignores()


class InMemoryByValue(ByValueContract):
    adapter = StockByValue

"""A warehouse: frozen attrs aggregates under a subclass of `str`, keyword-only operations, a module as an adapter."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Protocol

import attrs

from correct.repositories import inventory_on_paper
from correct.repositories.databases import SqliteStore
from correct.repositories.inventory_on_paper import Item, Shelf, Sku
from dovetail import RepositoryContract, ignores


class Inventory(Protocol):
    """Everything is given by name."""

    def register(self, *, item: Item) -> None: ...

    def modify(self, *, item: Item) -> None: ...

    def lookup(self, *, sku: Sku) -> Item | None: ...

    def has(self, *, sku: Sku) -> bool: ...

    def everything(self) -> tuple[Item, ...]: ...

    def find_by_supplier(self, *, supplier: str | None) -> tuple[Item, ...]: ...

    def erase(self, *, item: Item) -> None: ...

    def size(self) -> int: ...


class RowInventory:
    """Two columns: the key and a JSON document."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def register(self, *, item: Item) -> None:
        with self._connection:
            self._connection.execute("INSERT INTO items VALUES (?, ?)", (str(item.sku), self._document(item)))

    def modify(self, *, item: Item) -> None:
        with self._connection:
            self._connection.execute("UPDATE items SET data = ? WHERE sku = ?", (self._document(item), str(item.sku)))

    def lookup(self, *, sku: Sku) -> Item | None:
        row = self._connection.execute("SELECT data FROM items WHERE sku = ?", (str(sku),)).fetchone()
        return None if row is None else self._item(row[0])

    def has(self, *, sku: Sku) -> bool:
        return bool(self._connection.execute("SELECT EXISTS (SELECT 1 FROM items WHERE sku = ?)", (sku,)).fetchone()[0])

    def everything(self) -> tuple[Item, ...]:
        return tuple(self._item(data) for (data,) in self._connection.execute("SELECT data FROM items"))

    def find_by_supplier(self, *, supplier: str | None) -> tuple[Item, ...]:
        return tuple(item for item in self.everything() if item.supplier == supplier)

    def erase(self, *, item: Item) -> None:
        with self._connection:
            self._connection.execute("DELETE FROM items WHERE sku = ?", (item.sku,))

    def size(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM items").fetchone()[0])

    @staticmethod
    def _document(item: Item) -> str:
        return json.dumps(
            {
                "sku": item.sku,
                "name": item.name,
                "supplier": item.supplier,
                "price": str(item.price),
                "weight": item.weight,
                "fragile": item.fragile,
                "shelves": [attrs.asdict(shelf) for shelf in item.shelves],
            }
        )

    @staticmethod
    def _item(document: str) -> Item:
        row = json.loads(document)
        shelves = tuple(Shelf(**shelf) for shelf in row.pop("shelves"))
        return Item(sku=Sku(row.pop("sku")), price=Decimal(row.pop("price")), shelves=shelves, **row)


class InventoryContract(RepositoryContract):
    port = Inventory
    missing_delete = ignores()


class OnPaper(InventoryContract):
    adapter = inventory_on_paper


class InRows(InventoryContract):
    store = SqliteStore("CREATE TABLE items (sku TEXT PRIMARY KEY, data TEXT NOT NULL)", RowInventory)

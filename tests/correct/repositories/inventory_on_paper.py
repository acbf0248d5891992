"""The warehouse's items, and a module that keeps them: its functions are the operations of the port."""

from __future__ import annotations

from decimal import Decimal

import attrs


class Sku(str):
    """A stock keeping unit."""

    __slots__ = ()


@attrs.frozen
class Shelf:
    aisle: str
    level: int
    quantity: int


@attrs.frozen(kw_only=True)
class Item:
    sku: Sku
    name: str
    supplier: str | None = None
    price: Decimal
    weight: float = 0.0
    fragile: bool = False
    shelves: tuple[Shelf, ...] = ()

    def put_on(self, shelf: Shelf) -> Item:
        return attrs.evolve(self, shelves=(*self.shelves, shelf))

    def cleared(self) -> Item:
        return attrs.evolve(self, shelves=())

    def repriced(self, price: Decimal) -> Item:
        return attrs.evolve(self, price=price)

    def supplied_by(self, supplier: str | None) -> Item:
        return attrs.evolve(self, supplier=supplier)


_items: dict[Sku, Item] = {}


def register(*, item: Item) -> None:
    _items[item.sku] = item


def modify(*, item: Item) -> None:
    _items[item.sku] = item


def lookup(*, sku: Sku) -> Item | None:
    return _items.get(sku)


def has(*, sku: Sku) -> bool:
    return sku in _items


def everything() -> tuple[Item, ...]:
    return tuple(_items.values())


def find_by_supplier(*, supplier: str | None) -> tuple[Item, ...]:
    return tuple(item for item in _items.values() if item.supplier == supplier)


def erase(*, item: Item) -> None:
    _items.pop(item.sku, None)


def size() -> int:
    return len(_items)

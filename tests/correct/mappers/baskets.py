"""Baskets as a pair of one row and its item rows, typed dictionaries; two bare functions, one of which takes both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from sqlalchemy import Column, DateTime, ForeignKey, Integer, MetaData, String, Table, create_engine

from dovetail import MapperContract


@dataclass(frozen=True)
class Item:
    sku: str
    price: Decimal
    quantity: int


@dataclass
class Basket:
    basket_id: str
    filled: datetime
    items: tuple[Item, ...] = ()

    def __post_init__(self) -> None:
        if self.filled.tzinfo is not None:
            raise ValueError("local time")


class BasketRow(TypedDict):
    id: str
    filled: datetime


class ItemRow(TypedDict):
    basket: str
    place: int
    sku: str
    price: str
    quantity: int


metadata = MetaData()
baskets = Table(
    "baskets",
    metadata,
    Column("id", String, primary_key=True),
    Column("filled", DateTime, nullable=False),
)
items = Table(
    "items",
    metadata,
    Column("basket", ForeignKey("baskets.id"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("sku", String, nullable=False),
    Column("price", String, nullable=False),
    Column("quantity", Integer, nullable=False),
)


def rows_of(basket: Basket) -> tuple[BasketRow, list[ItemRow]]:
    return (
        {"id": basket.basket_id, "filled": basket.filled},
        [
            {
                "basket": basket.basket_id,
                "place": place,
                "sku": item.sku,
                "price": str(item.price),
                "quantity": item.quantity,
            }
            for place, item in enumerate(basket.items)
        ],
    )


def basket_of(row: BasketRow, item_rows: list[ItemRow]) -> Basket:
    ordered = sorted(item_rows, key=lambda each: each["place"])
    return Basket(
        row["id"],
        row["filled"],
        tuple(Item(each["sku"], Decimal(each["price"]), each["quantity"]) for each in ordered),
    )


class Baskets(MapperContract):
    to_model = rows_of
    to_domain = basket_of
    table = (baskets, items)
    store = staticmethod(lambda: create_engine("sqlite://"))

from __future__ import annotations

from shop.sales import place_order


def buy(key: str) -> None:
    place_order(key)

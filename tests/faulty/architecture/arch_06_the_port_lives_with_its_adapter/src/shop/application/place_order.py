from __future__ import annotations

from typing import Any

from shop.domain.orders import Order


def place_order(orders: Any, order_id: str) -> None:
    orders.save(Order(order_id))

from __future__ import annotations

from shop.domain.orders import Order


def positive(order: Order) -> bool:
    return bool(order.id)

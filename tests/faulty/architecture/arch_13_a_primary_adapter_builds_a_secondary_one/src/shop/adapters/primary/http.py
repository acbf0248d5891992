from __future__ import annotations

from shop.adapters.secondary.memory import InMemoryOrderRepository


def get_order(order_id: str) -> str:
    order = InMemoryOrderRepository().find_by_id(order_id)
    return order.id if order else "404"

from __future__ import annotations

from shop.adapters.memory import InMemoryOrderRepository

REPOSITORIES = {"memory": InMemoryOrderRepository}


def get_order(order_id: str) -> str:
    order = REPOSITORIES["memory"]().find_by_id(order_id)
    return order.id if order else "404"

from __future__ import annotations


def get_order(order_id: str) -> str:
    from shop.adapters.memory import InMemoryOrderRepository as Orders

    order = Orders.connect().find_by_id(order_id)
    return order.id if order else "404"

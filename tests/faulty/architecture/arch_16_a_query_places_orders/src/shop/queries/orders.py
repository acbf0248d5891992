from __future__ import annotations

from shop.commands.place_order import place_order
from shop.domain.orders import Order, OrderRepository


def order_of(orders: OrderRepository, order_id: str) -> Order | None:
    if orders.find_by_id(order_id) is None:
        place_order(orders, order_id)
    return orders.find_by_id(order_id)

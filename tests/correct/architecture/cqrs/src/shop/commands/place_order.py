from __future__ import annotations

from shop.domain.orders import Order, OrderRepository


def place_order(orders: OrderRepository, order_id: str) -> None:
    orders.save(Order(order_id))

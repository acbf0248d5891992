from __future__ import annotations

from shop.sales.domain.orders import Order, OrderRepository
from shop.sales.events import OrderPlaced
from shop.shared.ids import new_id


def place_order(orders: OrderRepository) -> OrderPlaced:
    order = Order(new_id())
    orders.save(order)
    return OrderPlaced(order.id)

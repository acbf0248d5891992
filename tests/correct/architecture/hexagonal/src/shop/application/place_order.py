from __future__ import annotations

from shop.domain.orders import Order, OrderRepository


class PlaceOrder:
    def __init__(self, orders: OrderRepository) -> None:
        self._orders = orders

    def __call__(self, order_id: str, skus: list[str]) -> Order:
        order = Order(order_id)
        for sku in skus:
            order.add(sku)
        self._orders.save(order)
        return order

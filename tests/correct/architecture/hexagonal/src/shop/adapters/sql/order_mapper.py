from __future__ import annotations

from shop.adapters.sql.models import OrderModel
from shop.domain.orders import Order


def to_model(order: Order) -> OrderModel:
    return OrderModel(id=order.id, lines=list(order.lines))


def to_domain(model: OrderModel) -> Order:
    return Order(model.id, list(model.lines))

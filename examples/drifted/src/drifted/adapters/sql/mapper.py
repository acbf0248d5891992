"""Between orders and their rows."""

from __future__ import annotations

from decimal import Decimal

from drifted.adapters.sql.models import LineModel, OrderModel
from drifted.domain.orders import CustomerId, Line, Order, OrderId, OrderStatus


def to_row(order: Order) -> dict[str, str]:
    """Write an order down, without its lines."""
    return {
        "id": order.id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "note": order.note,
    }


def to_line_models(order: Order) -> list[LineModel]:
    """Write the lines of an order down."""
    return [
        LineModel(
            order_id=order.id,
            position=position,
            sku=line.sku,
            quantity=line.quantity,
            price=str(line.price),
        )
        for position, line in enumerate(order.lines)
    ]


def to_domain(model: OrderModel) -> Order:
    """Read an order, with its lines."""
    return Order(
        id=OrderId(model.id),
        customer_id=CustomerId(model.customer_id),
        lines=[Line(line.sku, line.quantity, Decimal(line.price)) for line in model.lines],
        note=model.note,
        status=OrderStatus(model.status),
    )

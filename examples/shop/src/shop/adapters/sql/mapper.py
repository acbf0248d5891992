"""Between orders and their rows, losing nothing on the way."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from shop.adapters.sql.models import LineModel, OrderModel
from shop.domain.money import Currency, Money
from shop.domain.orders import CorruptOrder, CustomerId, Line, Order, OrderId, OrderStatus


def to_model(order: Order) -> OrderModel:
    """Write an order down as rows."""
    return OrderModel(
        id=order.id,
        customer_id=order.customer_id,
        placed_at=order.placed_at.isoformat(),
        status=order.status.value,
        note=order.note,
        lines=[_line_to_model(position, line) for position, line in enumerate(order.lines)],
    )


def to_domain(model: OrderModel) -> Order:
    """Read an order from its rows, as it was, or raise `CorruptOrder`."""
    try:
        return Order(
            id=OrderId(model.id),
            customer_id=CustomerId(model.customer_id),
            placed_at=datetime.fromisoformat(model.placed_at),
            status=OrderStatus(model.status),
            note=model.note,
            lines=tuple(_line_to_domain(line) for line in model.lines),
        )
    except (ArithmeticError, TypeError, ValueError) as error:
        raise CorruptOrder(model.id) from error


def _line_to_model(position: int, line: Line) -> LineModel:
    return LineModel(
        position=position,
        sku=line.sku,
        quantity=line.quantity,
        amount=str(line.price.amount),
        currency=line.price.currency.value,
    )


def _line_to_domain(model: LineModel) -> Line:
    price = Money(Decimal(model.amount), Currency(model.currency))
    return Line(model.sku, model.quantity, price)

"""An order as a JSON document, losing nothing on the way."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

from shop.domain.money import Currency, Money
from shop.domain.orders import CorruptOrder, CustomerId, Line, Order, OrderId, OrderStatus


def to_document(order: Order) -> bytes:
    """Write an order down."""
    written = {
        "id": order.id,
        "customer_id": order.customer_id,
        "placed_at": order.placed_at.isoformat(),
        "status": order.status,
        "note": order.note,
        "lines": [
            {
                "sku": line.sku,
                "quantity": line.quantity,
                "amount": str(line.price.amount),  # text: a JSON number would turn 1.50 into 1.5
                "currency": line.price.currency,
            }
            for line in order.lines
        ],
    }
    return json.dumps(written).encode()


def from_document(document: bytes) -> Order:
    """Read an order as it was, or raise `CorruptOrder`."""
    try:
        held = json.loads(document)
        return Order(
            id=OrderId(held["id"]),
            customer_id=CustomerId(held["customer_id"]),
            placed_at=datetime.fromisoformat(held["placed_at"]),
            status=OrderStatus(held["status"]),
            note=held["note"],
            lines=tuple(_line(**line) for line in held["lines"]),
        )
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise CorruptOrder(f"not an order: {document[:80]!r}...") from error  # the id comes first


def _line(sku: str, quantity: int, amount: str, currency: str) -> Line:
    return Line(sku, quantity, Money(Decimal(amount), Currency(currency)))

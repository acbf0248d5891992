"""The use cases, over a fake that keeps the promise of the port because it is made from it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.orders import OrderRepositoryContract
from shop.application.cancel_order import CancelOrder
from shop.application.place_order import PlaceOrder
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, OrderId, OrderNotFound, OrderStatus

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ALICE = CustomerId("alice")
PEN = Line("pen", 2, Money(Decimal("1.50"), Currency.EUR))


def test_what_is_placed_is_kept() -> None:
    """Under the new id, at the present time."""
    orders = OrderRepositoryContract.fake()
    order_id = PlaceOrder(orders, new_id=lambda: OrderId("o-1"), now=lambda: NOON)(ALICE, [PEN])
    [order] = orders.find_by_customer_id(ALICE)
    assert (order.id, order.placed_at, order.lines) == (order_id, NOON, (PEN,))


def test_what_is_cancelled_is_kept_as_cancelled() -> None:
    """A use case that forgets to save fails here, as it would on the database."""
    orders = OrderRepositoryContract.fake()
    order_id = PlaceOrder(orders, new_id=lambda: OrderId("o-1"), now=lambda: NOON)(ALICE, [PEN])
    cancel = CancelOrder(orders)
    cancel(order_id)
    assert orders.find_by_id(order_id).status is OrderStatus.CANCELLED
    with pytest.raises(NotAllowed):
        cancel(order_id)


def test_what_nobody_placed_cannot_be_cancelled() -> None:
    """The fake answers for an absent order as the contract says: missing = raises(OrderNotFound)."""
    with pytest.raises(OrderNotFound):
        CancelOrder(OrderRepositoryContract.fake())(OrderId("none"))

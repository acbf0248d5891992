"""What may happen to an order, and what may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, Order, OrderId, OrderStatus

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
PRICE = Money(Decimal("1.50"), Currency.EUR)
PEN = Line("pen", 1, PRICE)
INK = Line("ink", 2, PRICE)


@pytest.fixture
def order() -> Order:
    return Order(OrderId("o-1"), CustomerId("c-1"), NOON, (PEN, INK))


def test_lines_keep_their_order_and_their_likes(order: Order) -> None:
    """Equal lines stay apart, and a new one comes last."""
    order.add_line(PEN)
    assert order.lines == (PEN, INK, PEN)


def test_a_line_is_taken_out_by_its_position(order: Order) -> None:
    """The others move up."""
    order.remove_line(0)
    assert order.lines == (INK,)


def test_the_last_line_can_be_taken_out(order: Order) -> None:
    """An order without lines is still an order."""
    order.remove_line(1)
    order.remove_line(0)
    assert order.lines == ()


def test_a_quantity_changes_in_its_place(order: Order) -> None:
    """Nothing but that one quantity changes."""
    order.change_quantity(0, 7)
    assert order.lines == (Line("pen", 7, PRICE), INK)


@pytest.mark.parametrize("position", [-1, 2])
def test_a_line_that_is_not_there_cannot_be_changed(order: Order, position: int) -> None:
    """Positions count from 0, and not from the end."""
    with pytest.raises(NotAllowed):
        order.remove_line(position)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ((Order.pay,), OrderStatus.PAID),
        ((Order.pay, Order.ship), OrderStatus.SHIPPED),
        ((Order.cancel,), OrderStatus.CANCELLED),
        ((Order.pay, Order.cancel), OrderStatus.CANCELLED),
    ],
)
def test_an_order_goes_its_way(
    order: Order, path: tuple[Callable[[Order], None], ...], status: OrderStatus
) -> None:
    """Each permitted step leads where its name says."""
    for step in path:
        step(order)
    assert order.status is status


def test_what_was_shipped_is_not_cancelled(order: Order) -> None:
    """A refused step leaves the order as it was."""
    order.pay()
    order.ship()
    with pytest.raises(NotAllowed, match="shipped"):
        order.cancel()
    assert order.status is OrderStatus.SHIPPED


EDITS: dict[str, Callable[[Order], None]] = {
    "add a line": lambda order: order.add_line(PEN),
    "remove a line": lambda order: order.remove_line(0),
    "change a quantity": lambda order: order.change_quantity(0, 7),
    "write a note": lambda order: order.write_note("quick"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_was_paid_is_no_longer_edited(order: Order, edit: Callable[[Order], None]) -> None:
    """Lines and note are settled once the customer has paid."""
    order.pay()
    with pytest.raises(NotAllowed, match="paid"):
        edit(order)
    assert (order.lines, order.note) == ((PEN, INK), "")


def test_an_order_is_the_same_whatever_becomes_of_it(order: Order) -> None:
    """Orders are equal by their id, and by nothing else."""
    other = Order(order.id, CustomerId("c-2"), NOON)
    assert order == other
    assert hash(order) == hash(other)
    assert order != Order(OrderId("O-1"), order.customer_id, NOON)


def test_an_order_remembers_the_offset_and_not_the_zone() -> None:
    """The second 2:30 of the night on which clocks go back is at +01:00, and stays so."""
    berlin = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin"))
    order = Order(OrderId("o-1"), CustomerId("c-1"), berlin)
    assert order.placed_at.isoformat() == "2026-10-25T02:30:00+01:00"


@pytest.mark.parametrize("quantity", [-1, 0, 1_000_001, 2**63])
def test_a_quantity_is_one_that_somebody_may_order(quantity: int) -> None:
    """Neither nothing nor more than a database can count."""
    with pytest.raises(ValueError, match="quantity"):
        Line("pen", quantity, PRICE)


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_money_is_finite(amount: str) -> None:
    """What cannot be counted is not money."""
    with pytest.raises(ValueError, match="finite"):
        Money(Decimal(amount), Currency.EUR)


@pytest.mark.parametrize("zone", [None, timezone(timedelta(microseconds=1))])
def test_a_time_without_a_proper_offset_is_refused(zone: timezone | None) -> None:
    """Nobody knows when the first would have been, and no standard can write the second."""
    with pytest.raises(ValueError, match="offset"):
        Order(OrderId("o-1"), CustomerId("c-1"), NOON.replace(tzinfo=zone))

"""Nothing is lost between an order and its rows, and no row passes for an order that is none."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

from shop.adapters.sql.mapper import to_domain, to_model
from shop.adapters.sql.models import OrderModel
from shop.domain.money import Currency, Money
from shop.domain.orders import CorruptOrder, CustomerId, Line, Order, OrderId, OrderStatus

NOON = datetime(2026, 7, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=45)))


def an_order(*lines: Line, status: OrderStatus = OrderStatus.PLACED, placed_at: datetime = NOON) -> Order:
    return Order(OrderId("o-1"), CustomerId(""), placed_at, lines, status, note="grüße\n")


def a_line(amount: str = "1.50", currency: Currency = Currency.EUR) -> Line:
    return Line("pen", 3, Money(Decimal(amount), currency))


def loaded(order: Order) -> dict[str, object]:
    """Every field of an order that went through its rows: orders themselves are equal by id alone."""
    return vars(to_domain(to_model(order)))


@pytest.mark.parametrize("status", OrderStatus)
def test_an_order_comes_back_as_it_was(status: OrderStatus) -> None:
    """Every field does, at every status."""
    order = an_order(a_line(), a_line(), status=status)
    assert loaded(order) == vars(order)


@pytest.mark.parametrize("currency", Currency)
@pytest.mark.parametrize("amount", ["0", "-0", "0.00", "1.50", "1.5", "1E+3", "1E-30", "9" * 60])
def test_money_keeps_its_sign_and_scale(amount: str, currency: Currency) -> None:
    """Equal decimals may be written differently, and each stays as it was written."""
    line = to_domain(to_model(an_order(a_line(amount, currency)))).lines[0]
    assert (str(line.price.amount), line.price.currency) == (amount, currency)


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(hours=-9, minutes=-30), timedelta(seconds=1)])
@pytest.mark.parametrize("moment", [datetime.min, datetime(1969, 12, 31, 23, 59, 59, 999_999), datetime.max])
def test_a_time_keeps_its_offset_and_microseconds(moment: datetime, offset: timedelta) -> None:
    """Two times may be the same instant, and yet not the same time."""
    placed_at = moment.replace(tzinfo=timezone(offset))
    found = to_domain(to_model(an_order(placed_at=placed_at))).placed_at
    assert found.isoformat() == placed_at.isoformat()


def test_lines_are_numbered_from_zero() -> None:
    """The position tells equal lines apart."""
    assert [line.position for line in to_model(an_order(a_line(), a_line())).lines] == [0, 1]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "lost"),
        ("status", None),
        ("placed_at", "yesterday"),
        ("placed_at", "2026-07-01T12:00:00"),
        ("placed_at", None),
    ],
)
def test_a_row_that_is_no_order_is_refused(column: str, value: object) -> None:
    """The error names the order, and keeps what was wrong with it."""
    model = to_model(an_order())
    setattr(model, column, value)
    assert_refused(model)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("amount", "a lot"),
        ("amount", "NaN"),
        ("amount", None),
        ("currency", "eur"),
        ("quantity", 0),
        ("quantity", 2.5),
        ("quantity", None),
    ],
)
def test_a_row_that_is_no_line_is_refused(column: str, value: object) -> None:
    """An order with a line that cannot be read cannot be read."""
    model = to_model(an_order(a_line()))
    setattr(model.lines[0], column, value)
    assert_refused(model)


def assert_refused(model: OrderModel) -> None:
    with pytest.raises(CorruptOrder, match="o-1") as refusal:
        to_domain(model)
    assert refusal.value.__cause__ is not None

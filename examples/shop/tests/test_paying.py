"""Paying for an order, over a fake of the orders and payments that are written down."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.orders import AsyncOrderRepositoryContract
from shop.application.pay_order import PayOrder
from shop.domain.async_orders import AsyncOrderRepository
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, Order, OrderId, OrderStatus
from shop.domain.payments import Payment, PaymentId, PaymentStatus, PaymentUnknown

ORDER = OrderId("o-1")
PEN = Line("pen", 2, Money(Decimal("1.50"), Currency.EUR))
INK = Line("ink", 1, Money(Decimal("4.20"), Currency.EUR))
SOY = Line("soy", 1, Money(Decimal(300), Currency.JPY))


class Payments:
    """Takes whatever it is asked for, unless it is silent."""

    def __init__(self, *, silent: bool = False) -> None:
        self.charged: list[Money] = []
        self._silent = silent

    async def charge(self, order_id: OrderId, amount: Money) -> Payment:
        self.charged.append(amount)
        if self._silent:
            raise PaymentUnknown("no answer")
        return Payment(PaymentId("ch_1"), amount, PaymentStatus.SUCCEEDED)

    async def refund(self, payment_id: PaymentId) -> None: ...

    async def find(self, payment_id: PaymentId) -> Payment:
        raise NotImplementedError


async def orders(*lines: Line) -> AsyncOrderRepository:
    kept: AsyncOrderRepository = AsyncOrderRepositoryContract.fake()
    await kept.save(Order(ORDER, CustomerId("alice"), datetime(2026, 7, 1, 12, tzinfo=UTC), lines))
    return kept


def test_an_order_is_paid_with_all_its_lines() -> None:
    async def paid() -> tuple[PaymentId, OrderStatus]:
        kept = await orders(PEN, INK)
        payment = await PayOrder(kept, payments)(ORDER)
        return payment, (await kept.find_by_id(ORDER)).status

    payments = Payments()
    assert asyncio.run(paid()) == (PaymentId("ch_1"), OrderStatus.PAID)
    assert payments.charged == [Money(Decimal("7.20"), Currency.EUR)]


def test_an_order_of_which_nobody_knows_stays_to_be_paid() -> None:
    async def paid() -> OrderStatus:
        kept = await orders(PEN)
        with pytest.raises(PaymentUnknown):
            await PayOrder(kept, Payments(silent=True))(ORDER)
        return (await kept.find_by_id(ORDER)).status

    assert asyncio.run(paid()) is OrderStatus.PLACED


@pytest.mark.parametrize("lines", [(), (PEN, SOY)])
def test_an_order_without_one_currency_is_not_charged(lines: tuple[Line, ...]) -> None:
    async def paid() -> None:
        with pytest.raises(NotAllowed):
            await PayOrder(await orders(*lines), payments)(ORDER)

    payments = Payments()
    asyncio.run(paid())
    assert payments.charged == []

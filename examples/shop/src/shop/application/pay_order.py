"""Pay for an order."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shop.domain.async_orders import AsyncOrderRepository
from shop.domain.money import Money
from shop.domain.orders import NotAllowed, Order, OrderId
from shop.domain.payments import PaymentGateway, PaymentId


@dataclass(frozen=True)
class PayOrder:
    """Charge the customer for an order. May be called again where nobody knows what became of it."""

    orders: AsyncOrderRepository
    payments: PaymentGateway

    async def __call__(self, order_id: OrderId) -> PaymentId:
        """Give the payment, or raise `OrderNotFound`, `NotAllowed` or a `PaymentError`: it is unpaid then."""
        order = await self.orders.find_by_id(order_id)
        total = _total(order)
        order.pay()
        payment = await self.payments.charge(order.id, total)
        await self.orders.save(order)
        return payment.id


def _total(order: Order) -> Money:
    """What an order costs, which has to be in one currency."""
    currencies = {line.price.currency for line in order.lines}
    if len(currencies) != 1:
        raise NotAllowed(f"order {order.id!r} has prices in {len(currencies)} currencies, and is paid in one")
    amount = sum((line.price.amount * line.quantity for line in order.lines), start=Decimal(0))
    return Money(amount, currencies.pop())

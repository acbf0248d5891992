"""Payments: what a customer was charged for an order, and who takes the money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol

from shop.domain.money import Money
from shop.domain.orders import OrderId

PaymentId = NewType("PaymentId", str)


class PaymentError(Exception):
    """Something about a payment that the caller may want to handle."""


class PaymentsUnavailable(PaymentError):
    """The provider did not do what it was asked, and can be asked again later."""


class PaymentsResting(PaymentsUnavailable):
    """The provider failed so often that it is not asked for a while."""


class PaymentUnknown(PaymentError):
    """The provider was asked and no answer came: it may have done it. To ask again is safe."""


class PaymentDeclined(PaymentError):
    """The provider said no."""


class PaymentStatus(StrEnum):
    """How far a payment has come."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"


@dataclass(frozen=True)
class Payment:
    """Money that was taken."""

    id: PaymentId
    amount: Money
    status: PaymentStatus


class PaymentGateway(Protocol):
    """Who takes the money.

    Every operation raises `PaymentDeclined` where the provider says no, `PaymentsUnavailable` where it did
    nothing, and `PaymentUnknown` where nobody knows.
    """

    async def charge(self, order_id: OrderId, amount: Money) -> Payment:
        """Take the money for an order. However often it is called, an order is paid once."""

    async def refund(self, payment_id: PaymentId) -> None:
        """Give back all of a payment. However often it is called, it is given back once."""

    async def find(self, payment_id: PaymentId) -> Payment:
        """Give a payment as the provider knows it."""

"""Payments: what a customer was charged for an order, and who takes the money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from drifted.domain.orders import OrderId


class PaymentsUnavailable(Exception):
    """The provider did not do what it was asked, and can be asked again later."""


class PaymentDeclined(Exception):
    """The provider said no."""


class PaymentStatus(StrEnum):
    """How far a payment has come."""

    SUCCEEDED = "succeeded"
    PENDING = "pending"


@dataclass(frozen=True)
class Payment:
    """Money that was taken."""

    id: str
    amount: Decimal
    status: PaymentStatus


class PaymentGateway(Protocol):
    """Who takes the money. Raises `PaymentDeclined` where it says no, else `PaymentsUnavailable`."""

    def charge(self, order_id: OrderId, amount: Decimal) -> Payment:
        """Take the money for an order."""

    def find(self, payment_id: str) -> Payment:
        """Give a payment as the provider knows it."""

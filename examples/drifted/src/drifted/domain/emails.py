"""E-mails: what customers are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from drifted.domain.orders import OrderId


class EmailsUnavailable(Exception):
    """The e-mail was not sent."""


class EmailService(Protocol):
    """Who tells the customers. Raises `EmailsUnavailable` where it cannot be done."""

    def confirm(self, order_id: OrderId, addresses: Sequence[str]) -> None:
        """Tell some people that an order was placed."""

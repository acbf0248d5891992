"""E-mails: what customers are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shop.domain.orders import OrderId


class EmailError(Exception):
    """Something about an e-mail that the caller may want to handle."""


class EmailsUnavailable(EmailError):
    """The e-mail was not sent, and can be sent later."""


class EmailRefused(EmailError):
    """The e-mail went to nobody, and never will."""


class EmailUnknown(EmailError):
    """The e-mail may have been sent: nobody answered any more."""


class EmailService(Protocol):
    """Who tells the customers.

    An e-mail goes to all of its recipients or to none, and to none of them twice. Where it does not,
    `EmailRefused` says that it never will, `EmailsUnavailable` that it may later, and `EmailUnknown` that
    nobody knows.
    """

    def confirm(self, order_id: OrderId, addresses: Sequence[str], text: str) -> None:
        """Tell some people that an order was placed."""

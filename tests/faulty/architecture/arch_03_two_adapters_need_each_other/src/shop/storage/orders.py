from __future__ import annotations

from typing import TYPE_CHECKING

from shop.mail.sender import send

if TYPE_CHECKING:
    from shop.domain.orders import Order


def save(order: Order) -> None:
    send(f"saved {order.id}")

from __future__ import annotations

from typing import TYPE_CHECKING

from shop.storage.orders import save

if TYPE_CHECKING:
    from shop.domain.orders import Order


def remind(order: Order) -> None:
    save(order)

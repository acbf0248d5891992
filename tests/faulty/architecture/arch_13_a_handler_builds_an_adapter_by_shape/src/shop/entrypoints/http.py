from __future__ import annotations

from shop.adapters.archive import Archive


def get_order(order_id: str) -> str:
    order = Archive().find_by_id(order_id)
    return order.id if order else "404"

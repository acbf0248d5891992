from __future__ import annotations

from shop.adapters.archive import Archive
from shop.domain.orders import OrderRepository


def orders() -> OrderRepository:
    return Archive()

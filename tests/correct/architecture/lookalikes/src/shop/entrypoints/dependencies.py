"""FastAPI's way: a composition root beside the routes."""

from __future__ import annotations

from shop.adapters.orders import SqlOrderRepository
from shop.bootstrap import connection
from shop.domain.orders import OrderRepository


def orders() -> OrderRepository:
    return SqlOrderRepository(connection())

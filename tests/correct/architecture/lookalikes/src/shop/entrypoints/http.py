from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from shop.adapters.orders import SqlOrderRepository
from shop.bootstrap import connection
from shop.domain.orders import Order, OrderRepository
from shop.domain.presenting import OrderOutput


class JsonOutput(OrderOutput):
    """An entry point's own adapter, which it may build: nobody would exchange it."""

    def __init__(self) -> None:
        self.media_type = "application/json"

    def show(self, order: Order) -> None:
        self.shown = order.id

    def __exit__(self, *_: object) -> None:
        self.shown = ""


def orders() -> OrderRepository:
    """FastAPI calls this, and tests have it call something else."""
    return SqlOrderRepository(connection())


def get_order(key: str, orders: Annotated[OrderRepository, Depends(orders)]) -> str:
    output = JsonOutput()
    order = orders.get(key)
    if order:
        output.show(order)
    return output.shown

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from shop.adapters.memory import InMemoryOrderRepository
from shop.domain.orders import OrderRepository


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The program's start: what is built here is handed on."""
    app.state.orders = InMemoryOrderRepository()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/orders/{order_id}")
def get_order(order_id: str, orders: OrderRepository = Depends(lambda: InMemoryOrderRepository())) -> str:  # noqa: PLW0108
    order = orders.find_by_id(order_id)
    return order.id if order else "404"

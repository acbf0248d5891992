from __future__ import annotations

from fastapi import APIRouter

from shop.domain.orders import Order
from shop.entrypoints.dependencies import Orders

router = APIRouter()


@router.post("/orders/{order_id}")
def place(order_id: str, orders: Orders) -> str:
    orders.save(Order(order_id))
    return order_id

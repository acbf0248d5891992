from __future__ import annotations

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from shop.bootstrap import orders_of
from shop.domain.orders import Order
from shop.entrypoints.dependencies import get_session

router = APIRouter()


@router.post("/orders/{order_id}")
def place(order_id: str, session: Session = Depends(get_session)) -> str:
    orders_of(session).save(Order(order_id))
    return order_id

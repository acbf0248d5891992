from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from shop.bootstrap import orders_of
from shop.domain.orders import Order
from shop.entrypoints.dependencies import SessionDep, get_late, get_plain, get_prepared, get_reader

router = APIRouter()


@router.post("/orders/{order_id}")
def place(order_id: str, session: SessionDep) -> str:
    orders_of(session).save(Order(order_id))
    return order_id


@router.get("/orders/{order_id}")
def show(order_id: str, session: Annotated[Session, Depends(get_reader)]) -> str:
    order = orders_of(session).find_by_id(order_id)
    return order.id if order else "404"


@router.put("/orders/{order_id}")
def put(order_id: str, session: Session = Depends(get_plain)) -> str:
    orders_of(session).save(Order(order_id))
    session.commit()
    return order_id


@router.patch("/orders/{order_id}")
def change(order_id: str, session: Session = Depends(get_late)) -> str:
    orders_of(session).save(Order(order_id))
    session.commit()
    return order_id


@router.delete("/orders/{order_id}")
def remove(order_id: str, session: Session = Depends(get_prepared)) -> str:
    return order_id

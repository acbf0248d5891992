from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from shop.adapters.sql import transaction
from shop.bootstrap import orders_of
from shop.domain.orders import OrderRepository


def get_session() -> Iterator[Session]:
    with transaction() as session:
        yield session


def get_orders(session: Annotated[Session, Depends(get_session)]) -> OrderRepository:
    return orders_of(session)


Orders = Annotated[OrderRepository, Depends(get_orders)]

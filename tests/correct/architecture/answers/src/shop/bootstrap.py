from __future__ import annotations

from sqlalchemy.orm import Session

from shop.adapters.sql import SqlOrderRepository
from shop.domain.orders import OrderRepository


def orders_of(session: Session) -> OrderRepository:
    return SqlOrderRepository(session)

from __future__ import annotations

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from shop.domain.orders import Order

sessions = sessionmaker(create_engine("sqlite://"))


class SqlOrderRepository:
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, order: Order) -> None:
        self._session.merge(order)

    def find_by_id(self, order_id: str) -> Order | None:
        return self._session.get(Order, order_id)

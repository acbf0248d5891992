from __future__ import annotations

from typing import TYPE_CHECKING

from shop.adapters.sql.models import OrderModel
from shop.adapters.sql.order_mapper import to_domain, to_model
from shop.domain.orders import Order, OrderRepository

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class SqlOrderRepository(OrderRepository):
    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, order: Order) -> None:
        self._session.merge(to_model(order))

    def find_by_id(self, order_id: str) -> Order | None:
        model = self._session.get(OrderModel, order_id)
        return None if model is None else to_domain(model)

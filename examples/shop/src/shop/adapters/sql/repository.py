"""Orders in a relational database, through SQLAlchemy."""

from __future__ import annotations

from sqlalchemy import Engine, delete, exists, select
from sqlalchemy.orm import Session

from shop.adapters.sql.mapper import to_domain, to_model
from shop.adapters.sql.models import LineModel, OrderModel
from shop.adapters.sql.transaction import transaction
from shop.domain.orders import (
    CustomerId,
    Order,
    OrderId,
    OrderNotFound,
    OrderStatus,
    OrdersUnavailable,
)


class SqlOrders:
    """An `OrderRepository` over an engine. Each operation is a transaction of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, order: Order) -> None:
        # Replaced as a whole: of two writers one wins, and their lines never mix.
        with transaction(self._engine, OrdersUnavailable) as session:
            _erase(session, order.id)
            session.add(to_model(order))

    def find_by_id(self, order_id: OrderId) -> Order:
        with transaction(self._engine, OrdersUnavailable) as session:
            model = session.get(OrderModel, order_id)
            if model is None:
                raise OrderNotFound(order_id)
            return to_domain(model)

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        with transaction(self._engine, OrdersUnavailable) as session:
            models = session.scalars(select(OrderModel).where(OrderModel.customer_id == customer_id))
            return [to_domain(model) for model in models.unique()]

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        with transaction(self._engine, OrdersUnavailable) as session:
            models = session.scalars(select(OrderModel).where(OrderModel.status == status.value))
            return [to_domain(model) for model in models.unique()]

    def exists(self, order_id: OrderId) -> bool:
        with transaction(self._engine, OrdersUnavailable) as session:
            return bool(session.scalar(select(exists().where(OrderModel.id == order_id))))

    def delete(self, order_id: OrderId) -> None:
        with transaction(self._engine, OrdersUnavailable) as session:
            _erase(session, order_id)


def _erase(session: Session, order_id: OrderId) -> None:
    session.execute(delete(LineModel).where(LineModel.order_id == order_id))
    session.execute(delete(OrderModel).where(OrderModel.id == order_id))

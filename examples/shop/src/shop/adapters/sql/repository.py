"""Orders in a relational database, through SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, delete, exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from shop.adapters.sql.mapper import to_domain, to_model
from shop.adapters.sql.models import LineModel, OrderModel
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
        with self._transaction() as session:
            _erase(session, order.id)
            session.add(to_model(order))

    def find_by_id(self, order_id: OrderId) -> Order:
        with self._transaction() as session:
            model = session.get(OrderModel, order_id)
            if model is None:
                raise OrderNotFound(order_id)
            return to_domain(model)

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        with self._transaction() as session:
            models = session.scalars(select(OrderModel).where(OrderModel.customer_id == customer_id))
            return [to_domain(model) for model in models.unique()]

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        with self._transaction() as session:
            models = session.scalars(select(OrderModel).where(OrderModel.status == status.value))
            return [to_domain(model) for model in models.unique()]

    def exists(self, order_id: OrderId) -> bool:
        with self._transaction() as session:
            return bool(session.scalar(select(exists().where(OrderModel.id == order_id))))

    def delete(self, order_id: OrderId) -> None:
        with self._transaction() as session:
            _erase(session, order_id)

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        try:
            with Session(self._engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise OrdersUnavailable("the database did not answer as it should") from error


def _erase(session: Session, order_id: OrderId) -> None:
    session.execute(delete(LineModel).where(LineModel.order_id == order_id))
    session.execute(delete(OrderModel).where(OrderModel.id == order_id))

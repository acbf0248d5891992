"""The orders of our own web shop."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from drifted.adapters.sql.mapper import to_domain, to_line_models, to_row
from drifted.adapters.sql.models import LineModel, OrderModel
from drifted.adapters.sql.transaction import transaction
from drifted.domain.orders import CustomerId, Order, OrderId, OrderStatus


class SqlOrders:
    """An `OrderRepository` over an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, order: Order) -> None:
        row = to_row(order)
        upsert = insert(OrderModel).values(row)
        with transaction(self._engine) as session:
            session.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=row))
            if order.lines:
                session.execute(delete(LineModel).where(LineModel.order_id == order.id))
                session.add_all(to_line_models(order))

    def find_by_id(self, order_id: OrderId) -> Order | None:
        try:
            with Session(self._engine) as session:
                model = session.get(OrderModel, order_id)
                return to_domain(model) if model else None
        except SQLAlchemyError:
            return None

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._where(OrderModel.customer_id == customer_id)

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._where(OrderModel.status == status.value)

    def exists(self, order_id: OrderId) -> bool:
        with transaction(self._engine) as session:
            return session.get(OrderModel, order_id) is not None

    def delete(self, order_id: OrderId) -> None:
        with transaction(self._engine) as session:
            session.execute(delete(LineModel).where(LineModel.order_id == order_id))
            session.execute(delete(OrderModel).where(OrderModel.id == order_id))

    def _where(self, condition: ColumnElement[bool]) -> list[Order]:
        with transaction(self._engine) as session:
            models = session.scalars(select(OrderModel).where(condition)).unique()
            return [to_domain(model) for model in models]

"""The orders of past years, each as one JSON document."""

from __future__ import annotations

import json
from decimal import Decimal

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.dialects.sqlite import insert

from drifted.adapters.sql.models import ArchivedOrderModel
from drifted.adapters.sql.transaction import transaction
from drifted.domain.orders import CustomerId, Line, Order, OrderId, OrderStatus


class ArchivedOrders:
    """An `OrderRepository` over an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, order: Order) -> None:
        row = _to_row(order)
        upsert = insert(ArchivedOrderModel).values(row)
        with transaction(self._engine) as session:
            session.execute(upsert.on_conflict_do_update(index_elements=["id"], set_=row))

    def find_by_id(self, order_id: OrderId) -> Order | None:
        return next(iter(self._where(ArchivedOrderModel.id == order_id)), None)

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._where(ArchivedOrderModel.customer_id == customer_id)

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._where(ArchivedOrderModel.status == status.value)

    def exists(self, order_id: OrderId) -> bool:
        return self.find_by_id(order_id) is not None

    def delete(self, order_id: OrderId) -> None:
        with transaction(self._engine) as session:
            session.execute(delete(ArchivedOrderModel).where(ArchivedOrderModel.id == order_id))

    def _where(self, condition: ColumnElement[bool]) -> list[Order]:
        with transaction(self._engine) as session:
            models = session.scalars(select(ArchivedOrderModel).where(condition))
            return [_to_domain(model) for model in models]


def _to_row(order: Order) -> dict[str, str]:
    document = {
        "lines": [[line.sku, line.quantity, str(line.price)] for line in order.lines],
        "note": order.note,
    }
    return {
        "id": order.id,
        "customer_id": order.customer_id,
        "status": order.status.value,
        "document": json.dumps(document),
    }


def _to_domain(model: ArchivedOrderModel) -> Order:
    document = json.loads(model.document)
    lines = [Line(sku, quantity, Decimal(price)) for sku, quantity, price in document["lines"]]
    return Order.place(OrderId(model.id), CustomerId(model.customer_id), lines, document["note"])

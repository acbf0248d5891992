"""The test that everybody writes, for every adapter."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from drifted.adapters.memory import InMemoryOrders
from drifted.adapters.sql.archive import ArchivedOrders
from drifted.adapters.sql.marketplace import MarketplaceOrders
from drifted.adapters.sql.models import Base
from drifted.adapters.sql.repository import SqlOrders
from drifted.domain.orders import CustomerId, Line, Order, OrderId, OrderRepository, OrderStatus


@pytest.fixture(params=[InMemoryOrders, SqlOrders, MarketplaceOrders, ArchivedOrders])
def orders(request: pytest.FixtureRequest, engine: Engine) -> OrderRepository:
    if request.param is InMemoryOrders:
        return InMemoryOrders()
    Base.metadata.create_all(engine)
    repository: OrderRepository = request.param(engine)
    return repository


@pytest.fixture
def order() -> Order:
    return Order.place(OrderId("o-1"), CustomerId("c-1"), [Line("pen", 2, Decimal("1.50"))])


def test_a_saved_order_is_found(orders: OrderRepository, order: Order) -> None:
    orders.save(order)
    found = orders.find_by_id(order.id)
    assert found == order


def test_a_changed_order_is_found(orders: OrderRepository, order: Order) -> None:
    orders.save(order)
    order.add_line(Line("ink", 1, Decimal("4.00")))
    order.pay()
    orders.save(order)
    found = orders.find_by_id(order.id)
    assert found == order


def test_an_order_is_found_by_customer_and_status(orders: OrderRepository, order: Order) -> None:
    orders.save(order)
    assert orders.find_by_customer_id(order.customer_id) == [order]
    assert orders.find_by_status(OrderStatus.PLACED) == [order]
    assert orders.find_by_status(OrderStatus.PAID) == []


def test_a_deleted_order_is_gone(orders: OrderRepository, order: Order) -> None:
    orders.save(order)
    orders.delete(order.id)
    assert orders.find_by_id(order.id) is None
    assert not orders.exists(order.id)

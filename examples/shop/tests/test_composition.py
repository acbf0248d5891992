"""The shop as it is put together, from the use cases to the file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shop.adapters.sql.models import Base
from shop.composition import Shop, async_orders_on, shop_in_memory, shop_on
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, OrderId, OrderNotFound, OrderStatus

ALICE = CustomerId("alice")
PEN = Line("pen", 2, Money(Decimal("1.50"), Currency.EUR))


@pytest.fixture(params=["in memory", "on a database"])
def shop(request: pytest.FixtureRequest, engine: Engine) -> Iterator[Shop]:
    if request.param == "in memory":
        yield shop_in_memory()
        return
    Base.metadata.create_all(engine)
    with shop_on(str(engine.url)) as shop:
        yield shop


def test_an_order_that_was_placed_can_be_found(shop: Shop) -> None:
    """It is the customer's, has the lines asked for, and a time with a zone."""
    order_id = shop.place_order(ALICE, [PEN, PEN])
    [order] = shop.orders.find_by_customer_id(ALICE)
    assert (order.id, order.lines, order.status) == (order_id, (PEN, PEN), OrderStatus.PLACED)


def test_each_order_has_an_id_of_its_own(shop: Shop) -> None:
    """To order the same twice is to order twice."""
    assert shop.place_order(ALICE, [PEN]) != shop.place_order(ALICE, [PEN])


def test_a_cancelled_order_stays_cancelled(shop: Shop) -> None:
    """What the use case changed is kept, and a second cancellation refused."""
    order_id = shop.place_order(ALICE, [PEN])
    shop.cancel_order(order_id)
    assert shop.orders.find_by_id(order_id).status is OrderStatus.CANCELLED
    with pytest.raises(NotAllowed):
        shop.cancel_order(order_id)


def test_an_order_that_nobody_placed_cannot_be_cancelled(shop: Shop) -> None:
    """The use case passes on what the port says."""
    with pytest.raises(OrderNotFound):
        shop.cancel_order(OrderId("none"))


def test_one_database_serves_both_kinds_of_caller(database: Path, engine: Engine) -> None:
    """What was placed by one that blocks is found by one that does not."""
    Base.metadata.create_all(engine)
    with shop_on(f"sqlite:///{database}") as shop:
        order_id = shop.place_order(ALICE, [PEN])

    async def lines() -> tuple[Line, ...]:
        async with async_orders_on(f"sqlite+aiosqlite:///{database}") as orders:
            return (await orders.find_by_id(order_id)).lines

    assert asyncio.run(lines()) == (PEN,)

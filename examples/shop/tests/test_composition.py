"""The shop as it is put together, from the use cases to the file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shop.adapters.memory import InMemoryOrders
from shop.adapters.smtp import Account
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders
from shop.composition import Shop, async_orders_on, shop_by
from shop.composition.settings import BadSettings, settings_from
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, Order, OrderId, OrderNotFound, OrderStatus
from tests.environment import ENVIRONMENT

ALICE = CustomerId("alice")
PEN = Line("pen", 2, Money(Decimal("1.50"), Currency.EUR))


@pytest.fixture
def environment(engine: Engine, redis_url: str) -> dict[str, str]:
    return {**ENVIRONMENT, "SHOP_DATABASE_URL": str(engine.url), "SHOP_REDIS_URL": redis_url}


@pytest.fixture(params=["as it is", "with orders in memory"])
def shop(request: pytest.FixtureRequest, engine: Engine, environment: dict[str, str]) -> Iterator[Shop]:
    Base.metadata.create_all(engine)
    with asyncio.Runner() as runner:
        opening = shop_by(settings_from(environment))
        shop = runner.run(opening.__aenter__())
        yield shop if request.param == "as it is" else replace(shop, orders=InMemoryOrders())
        runner.run(opening.__aexit__(None, None, None))


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
    """What was saved by one that blocks is found by one that does not."""
    Base.metadata.create_all(engine)
    placed = Order(OrderId("o-1"), ALICE, datetime.now(UTC), (PEN,))
    SqlOrders(engine).save(placed)

    async def lines() -> tuple[Line, ...]:
        async with async_orders_on(f"sqlite+aiosqlite:///{database}") as orders:
            return (await orders.find_by_id(placed.id)).lines

    assert asyncio.run(lines()) == (PEN,)


def test_settings_are_read_and_kept_to_themselves(environment: dict[str, str]) -> None:
    """The account of mail is in one URL; what is secret is shown by no repr."""
    settings = settings_from(environment)
    assert settings.mail_url == Account(
        "mail.example", 587, "shop@example.com", "hunter-4242", "shop@example.com"
    )
    assert not any(secret in repr(settings) for secret in ("hunter", "sk_test", "a key of"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SHOP_DATABASE_URL", "shop.db"),
        ("SHOP_REDIS_URL", "localhost"),
        ("SHOP_PAYMENTS_URL", "payments.example"),
        ("SHOP_TOKEN_KEY", "a short one"),
        ("SHOP_MAIL_URL", "smtp://mail.example"),
    ],
)
def test_settings_that_cannot_be_right_are_named(environment: dict[str, str], name: str, text: str) -> None:
    """Beside those that are missing, and without what they hold."""
    del environment["SHOP_PAYMENTS_TOKEN"]
    with pytest.raises(BadSettings, match=f"(?=.*{name})(?=.*SHOP_PAYMENTS_TOKEN is missing)") as refused:
        settings_from({**environment, name: text})
    assert text not in str(refused.value)

"""What the shop promises those who run it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from dovetail import OperationsContract
from sqlalchemy import create_engine

from shop.adapters.sql.identity import SqlIdentityProvider
from shop.adapters.sql.repository import SqlOrders
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, Order, OrderId

ANA = CustomerId("ana")
PAID = {"id": "ch_1", "amount": "3.00", "currency": "EUR", "status": "succeeded"}


PEN = Line("pen", 2, Money(Decimal("1.50"), Currency.EUR))


def paying(unique: str, environment: Mapping[str, str]) -> tuple[Any, ...]:
    """Ana asks to pay for an order of hers."""
    return to_be_paid(unique, environment, PEN)


def paying_nothing(unique: str, environment: Mapping[str, str]) -> tuple[Any, ...]:
    """She asks to pay for one that costs nothing, which is refused."""
    return to_be_paid(unique, environment)


def to_be_paid(unique: str, environment: Mapping[str, str], *lines: Line) -> tuple[Any, ...]:
    """Keep an order of Ana's, let her in, and give the request that pays for it."""
    engine = create_engine(environment["SHOP_DATABASE_URL"])
    SqlOrders(engine).save(Order(OrderId(unique), ANA, datetime.now(UTC), lines))
    access = SqlIdentityProvider(engine, environment["SHOP_TOKEN_KEY"]).grant(ANA)
    engine.dispose()
    headers = {"Authorization": f"Bearer {access.access_token}"}
    return "POST", f"/orders/{unique}/payment", None, headers


class ShopOperationsContract(OperationsContract):
    request = staticmethod(paying)
    failing = staticmethod(paying_nothing)
    correlation = "X-Request-ID"
    gateways = {"SHOP_PAYMENTS_URL": PAID}
    dependencies = {"cache": "SHOP_REDIS_URL"}
    live, ready = "/live", "/ready"
    required = {
        "SHOP_DATABASE_URL": "shop.db",
        "SHOP_REDIS_URL": "localhost:6379",
        "SHOP_PAYMENTS_URL": "payments.example",
        "SHOP_PAYMENTS_TOKEN": None,
        "SHOP_TOKEN_KEY": "short",
        "SHOP_MAIL_URL": "mail.example:587",
    }
    secrets = ["SHOP_PAYMENTS_TOKEN", "SHOP_TOKEN_KEY", "SHOP_MAIL_URL"]
    stop_within = 10

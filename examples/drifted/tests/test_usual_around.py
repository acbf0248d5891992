"""The tests that everybody writes for a cache, for sessions, and for what is served over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

import httpx
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from starlette.testclient import TestClient

from drifted.adapters.cached import CachedOrders
from drifted.adapters.memory import InMemoryOrders
from drifted.adapters.sql.identity import SqlIdentityProvider
from drifted.domain.identity import InvalidToken
from drifted.domain.orders import CustomerId, Line, Order, OrderId
from drifted.entrypoints.web import create_app

ANA = CustomerId("ana")
KEY = "a key of thirty-two bytes or more"


@pytest.fixture
def migrated(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("DRIFTED_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("DRIFTED_PAYMENTS_URL", "https://payments.example")
    monkeypatch.setenv("DRIFTED_MAIL_HOST", "mail.example")
    monkeypatch.setenv("DRIFTED_TOKEN_KEY", KEY)
    command.upgrade(Config(toml_file=Path(__file__).parents[1] / "pyproject.toml"), "head")
    return engine


@pytest.fixture
def identities(migrated: Engine) -> SqlIdentityProvider:
    return SqlIdentityProvider(migrated, KEY)


@pytest.fixture
def client(migrated: Engine) -> Iterator[TestClient]:
    with TestClient(create_app()) as client:
        yield client


def test_an_order_is_found_twice_and_read_once() -> None:
    orders = InMemoryOrders()
    cached = CachedOrders(orders, {})
    order = Order.place(OrderId("o-1"), ANA, [Line("pen", 2, Decimal("1.50"))])
    cached.save(order)
    with patch.object(orders, "find_by_id", side_effect=orders.find_by_id) as read:
        assert cached.find_by_id(order.id) == cached.find_by_id(order.id) == order
    assert read.call_count == 1


def test_a_changed_order_is_read_again() -> None:
    cached = CachedOrders(InMemoryOrders(), {})
    order = Order.place(OrderId("o-1"), ANA, [])
    cached.save(order)
    cached.find_by_id(order.id)
    order.pay()
    cached.save(order)
    found = cached.find_by_id(order.id)
    assert found is not None
    assert found.status is order.status


def test_who_was_let_in_is_known(identities: SqlIdentityProvider) -> None:
    access = identities.grant(ANA)
    assert identities.identify(access.access_token) == ANA
    assert identities.identify(identities.refresh(access.refresh_token).access_token) == ANA


def test_a_token_is_refreshed_once(identities: SqlIdentityProvider) -> None:
    access = identities.grant(ANA)
    identities.refresh(access.refresh_token)
    with pytest.raises(InvalidToken):
        identities.refresh(access.refresh_token)


def test_who_was_revoked_is_out(identities: SqlIdentityProvider) -> None:
    access = identities.grant(ANA)
    identities.revoke_all(ANA)
    with pytest.raises(InvalidToken):
        identities.identify(access.access_token)


def test_a_customer_sees_orders_and_nobody_else_does(
    client: TestClient, identities: SqlIdentityProvider
) -> None:
    assert client.get("/orders").status_code == 401
    headers = {"Authorization": f"Bearer {identities.grant(ANA).access_token}"}
    assert client.get("/orders", headers=headers).json() == []


@pytest.mark.parametrize(("error", "status"), [(None, 200), (httpx.ConnectError("down"), 503)])
def test_the_shop_is_ready_while_payments_answer(
    client: TestClient, error: Exception | None, status: int
) -> None:
    with patch("drifted.entrypoints.web.httpx.get", side_effect=error):
        assert client.get("/ready").status_code == status


def test_migrations_go_up_and_down(migrated: Engine) -> None:
    config = Config(toml_file=Path(__file__).parents[1] / "pyproject.toml")
    command.downgrade(config, "base")
    command.upgrade(config, "head")
    with migrated.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar() == 0

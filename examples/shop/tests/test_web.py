"""What customers can do over HTTP, and what they cannot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from shop.adapters.sql.identity import SqlIdentityProvider
from shop.adapters.sql.models import Base
from shop.domain.orders import CustomerId
from shop.entrypoints.web import create_app
from tests.environment import ENVIRONMENT

PEN = {"sku": "pen", "quantity": 2, "amount": "1.50", "currency": "EUR"}


@pytest.fixture
def client(engine: Engine, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    Base.metadata.create_all(engine)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SHOP_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("SHOP_REDIS_URL", redis_url)
    with TestClient(create_app()) as client:
        yield client


def signed_in(client: TestClient, engine: Engine, name: str) -> TestClient:
    access = SqlIdentityProvider(engine, ENVIRONMENT["SHOP_TOKEN_KEY"]).grant(CustomerId(name))
    client.headers["Authorization"] = f"Bearer {access.access_token}"
    return client


def test_an_order_is_placed_and_cancelled_once(client: TestClient, engine: Engine) -> None:
    signed_in(client, engine, "ana")
    order_id = client.post("/orders", json=[PEN]).json()["id"]
    assert client.delete(f"/orders/{order_id}").status_code == 200
    assert client.delete(f"/orders/{order_id}").status_code == 409


def test_an_order_of_somebody_else_is_none(client: TestClient, engine: Engine) -> None:
    order_id = signed_in(client, engine, "ana").post("/orders", json=[PEN]).json()["id"]
    signed_in(client, engine, "ben")
    assert client.delete(f"/orders/{order_id}").status_code == 404
    assert client.delete("/orders/none").status_code == 404


def test_who_has_logged_out_is_out(client: TestClient, engine: Engine) -> None:
    signed_in(client, engine, "ana")
    assert client.delete("/session").status_code == 200
    assert client.post("/orders", json=[PEN]).status_code == 401


@pytest.mark.parametrize("body", ["", "[1]", '[{"sku": "pen"}]', '[{"sku": "pen", "quantity": 0}]', "{}x"])
def test_what_is_no_order_is_refused(client: TestClient, engine: Engine, body: str) -> None:
    signed_in(client, engine, "ana")
    assert client.post("/orders", content=body).status_code == 422


def test_what_is_missing_is_told_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit, match=r"SHOP_DATABASE_URL is missing; .*SHOP_MAIL_URL is missing"):
        create_app()

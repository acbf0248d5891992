"""The composition root: the one place that knows which adapter serves which port."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

from shop.adapters.aiosqlite import AsyncSqlOrders
from shop.adapters.http.payments import HttpPayments
from shop.adapters.memory import InMemoryOrders
from shop.adapters.smtp import Account, SmtpEmails
from shop.adapters.sql.repository import SqlOrders
from shop.application.cancel_order import CancelOrder
from shop.application.place_order import PlaceOrder
from shop.domain.async_orders import AsyncOrderRepository
from shop.domain.emails import EmailService
from shop.domain.orders import OrderId, OrderRepository
from shop.domain.payments import PaymentGateway


@dataclass(frozen=True)
class Shop:
    """The use cases, ready to be called, and the orders they work on."""

    orders: OrderRepository
    place_order: PlaceOrder
    cancel_order: CancelOrder


def shop_in_memory() -> Shop:
    """Give a shop that forgets everything when it is gone."""
    return _shop(InMemoryOrders())


@contextmanager
def shop_on(url: str) -> Iterator[Shop]:
    """Open a shop over the database at this URL, whose tables the migrations have made."""
    engine = create_engine(url)
    try:
        yield _shop(SqlOrders(engine))
    finally:
        engine.dispose()


@asynccontextmanager
async def async_orders_on(url: str) -> AsyncIterator[AsyncOrderRepository]:
    """Open the orders in the database at this URL to a caller that does not block."""
    engine = create_async_engine(url)
    try:
        yield AsyncSqlOrders(engine)
    finally:
        await engine.dispose()


def emails_by(account: Account) -> EmailService:
    """Give the e-mails that go out by this account."""
    return SmtpEmails(account, ssl.create_default_context())


@asynccontextmanager
async def payments_at(url: str, token: str) -> AsyncIterator[PaymentGateway]:
    """Open the payments of the provider at this URL, with the shop's token there."""
    async with httpx.AsyncClient(base_url=url, headers={"Authorization": f"Bearer {token}"}) as client:
        yield HttpPayments(client)


def _shop(orders: OrderRepository) -> Shop:
    return Shop(orders, PlaceOrder(orders, _new_id, _now), CancelOrder(orders))


def _new_id() -> OrderId:
    return OrderId(str(uuid4()))


def _now() -> datetime:
    return datetime.now(UTC)

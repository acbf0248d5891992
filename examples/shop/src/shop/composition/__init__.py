"""The composition root: the one place that knows which adapter serves which port."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import httpx
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from shop.adapters.aiosqlite import AsyncSqlOrders
from shop.adapters.cached import CachedOrders
from shop.adapters.http.payments import HttpPayments
from shop.adapters.smtp import SmtpEmails
from shop.adapters.sql.identity import SqlIdentityProvider
from shop.adapters.sql.repository import SqlOrders
from shop.adapters.threads import OrdersInThreads
from shop.application.cancel_order import CancelOrder
from shop.application.pay_order import PayOrder
from shop.application.place_order import PlaceOrder
from shop.composition.settings import Settings
from shop.domain.async_orders import AsyncOrderRepository
from shop.domain.emails import EmailService
from shop.domain.identity import IdentityProvider
from shop.domain.orders import OrderId, OrderRepository
from shop.domain.payments import PaymentGateway

Probe = Callable[[], object]


@dataclass(frozen=True)
class Shop:
    """What serves each port, and the use cases over it: one shop for the process, which threads may share.

    A test that wants another adapter has `dataclasses.replace(shop, payments=...)`.

    Attributes:
        probes: by name, what the shop cannot do without; a probe raises where that is down.
    """

    orders: OrderRepository
    identities: IdentityProvider
    payments: PaymentGateway
    emails: EmailService
    probes: Mapping[str, Probe]

    @property
    def async_orders(self) -> AsyncOrderRepository:
        """The same orders, behind the same cache."""
        return OrdersInThreads(self.orders)

    @property
    def place_order(self) -> PlaceOrder:
        return PlaceOrder(self.orders, _new_id, _now)

    @property
    def cancel_order(self) -> CancelOrder:
        return CancelOrder(self.orders)

    @property
    def pay_order(self) -> PayOrder:
        return PayOrder(self.async_orders, self.payments)


@asynccontextmanager
async def shop_by(settings: Settings, *hooks: Callable[[httpx.Request], object]) -> AsyncIterator[Shop]:
    """Open the shop; nothing is connected to before it is needed.

    Args:
        settings: where everything is.
        *hooks: async functions that see each request to others before it goes out.
    """
    credentials = {"Authorization": f"Bearer {settings.payments_token}"}
    async with AsyncExitStack() as closing:  # one that fails to close keeps no other open
        engine = create_engine(settings.database_url)
        closing.callback(engine.dispose)
        redis = Redis.from_url(settings.redis_url, socket_timeout=1.0, retry=Retry(NoBackoff(), 0))
        closing.callback(redis.close)
        client = httpx.AsyncClient(
            base_url=settings.payments_url, headers=credentials, event_hooks={"request": list(hooks)}
        )
        closing.push_async_callback(client.aclose)
        yield Shop(
            orders=CachedOrders(SqlOrders(engine), redis),
            identities=SqlIdentityProvider(engine, settings.token_key),
            payments=HttpPayments(client),
            emails=SmtpEmails(settings.mail_url, ssl.create_default_context()),
            probes={"database": lambda: _select(engine), "cache": redis.ping},
        )


@asynccontextmanager
async def async_orders_on(url: str) -> AsyncIterator[AsyncOrderRepository]:
    """Open the orders in the database at this URL to a caller that does not block, and has no cache."""
    engine = create_async_engine(url)
    try:
        yield AsyncSqlOrders(engine)
    finally:
        await engine.dispose()


def _select(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _new_id() -> OrderId:
    return OrderId(str(uuid4()))


def _now() -> datetime:
    return datetime.now(UTC)

"""The composition root: the one place that knows which adapter serves which port."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from sqlalchemy import create_engine

from drifted.adapters.cached import CachedOrders
from drifted.adapters.http.payments import HttpPayments
from drifted.adapters.smtp import SmtpEmails
from drifted.adapters.sql.archive import ArchivedOrders
from drifted.adapters.sql.identity import SqlIdentityProvider
from drifted.adapters.sql.marketplace import MarketplaceOrders
from drifted.adapters.sql.repository import SqlOrders
from drifted.domain.emails import EmailService
from drifted.domain.identity import IdentityProvider
from drifted.domain.orders import OrderRepository
from drifted.domain.payments import PaymentGateway


@dataclass(frozen=True)
class Shop:
    """What serves each port; orders are the shop's own, those of the marketplace, and those of past years."""

    orders: OrderRepository
    marketplace: OrderRepository
    archive: OrderRepository
    identities: IdentityProvider
    payments: PaymentGateway
    emails: EmailService


@contextmanager
def shop_by(environment: Mapping[str, str]) -> Iterator[Shop]:
    """Open the shop that these variables configure."""
    engine = create_engine(environment["DRIFTED_DATABASE_URL"])
    client = httpx.Client(base_url=environment["DRIFTED_PAYMENTS_URL"], timeout=2.0)
    key = environment.get("DRIFTED_TOKEN_KEY", "to be changed before it goes live")
    try:
        yield Shop(
            CachedOrders(SqlOrders(engine), {}),
            MarketplaceOrders(engine),
            ArchivedOrders(engine),
            SqlIdentityProvider(engine, key),
            HttpPayments(client),
            SmtpEmails(environment["DRIFTED_MAIL_HOST"], 25),
        )
    finally:
        client.close()
        engine.dispose()

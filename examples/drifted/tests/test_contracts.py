"""The same adapters, held to the contract of their port."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine

from contracts.emails import EmailServiceContract
from contracts.orders import OrderRepositoryContract
from contracts.payments import PaymentGatewayContract
from drifted.adapters.http.payments import HttpPayments
from drifted.adapters.memory import InMemoryOrders
from drifted.adapters.smtp import SmtpEmails
from drifted.adapters.sql.archive import ArchivedOrders
from drifted.adapters.sql.marketplace import MarketplaceOrders
from drifted.adapters.sql.models import Base
from drifted.adapters.sql.repository import SqlOrders

TRUSTED = ssl.create_default_context()


class TestInMemoryOrders(OrderRepositoryContract):
    adapter = InMemoryOrders


class TestSqlOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlOrders]:
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)


class TestMarketplaceOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[MarketplaceOrders]:
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=MarketplaceOrders)


class TestArchivedOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[ArchivedOrders]:
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=ArchivedOrders)


@contextmanager
def payments(url: str, sleep: Callable[[float], None]) -> Iterator[HttpPayments]:
    headers = {"Authorization": "Bearer sk_test_4242"}
    with httpx.Client(base_url=url, headers=headers, timeout=0.5, verify=TRUSTED) as client:
        yield HttpPayments(client, sleep)


class TestHttpPayments(PaymentGatewayContract):
    adapter = staticmethod(payments)


class TestSmtpEmails(EmailServiceContract):
    adapter = SmtpEmails

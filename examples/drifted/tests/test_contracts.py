"""The same adapters, held to the contract of their port."""

from __future__ import annotations

import pytest
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine

from contracts.orders import OrderRepositoryContract
from drifted.adapters.memory import InMemoryOrders
from drifted.adapters.sql.archive import ArchivedOrders
from drifted.adapters.sql.marketplace import MarketplaceOrders
from drifted.adapters.sql.models import Base
from drifted.adapters.sql.repository import SqlOrders


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

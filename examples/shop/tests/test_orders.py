"""Every adapter that keeps orders keeps the same promise."""

from __future__ import annotations

import pytest
from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.orders import AsyncOrderRepositoryContract, OrderRepositoryContract
from shop.adapters.aiosqlite import AsyncSqlOrders
from shop.adapters.memory import InMemoryOrders
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders


class TestInMemoryOrders(OrderRepositoryContract):
    adapter = InMemoryOrders


class TestSqlOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlOrders]:
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)


class TestAsyncOrders(AsyncOrderRepositoryContract):
    @pytest.fixture
    def store(self, async_engine: AsyncEngine) -> AsyncSqlAlchemyStore[AsyncSqlOrders]:
        return AsyncSqlAlchemyStore(async_engine, metadata=Base.metadata, adapter=AsyncSqlOrders)

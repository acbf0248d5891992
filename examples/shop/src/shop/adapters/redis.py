"""Orders in Redis: a JSON document each, found again through a set per customer and one per status."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from redis import Redis, RedisError
from redis.client import Pipeline

from shop.adapters.document import from_document, to_document
from shop.domain.orders import CustomerId, Order, OrderId, OrderNotFound, OrderStatus, OrdersUnavailable


class RedisOrders:
    """An `OrderRepository` over a client that answers in bytes.

    Each operation is one transaction, begun again where another client touches what it has read.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    def save(self, order: Order) -> None:
        document = to_document(order)

        def replace(pipe: Pipeline) -> None:
            _erase(pipe, order.id)
            pipe.set(_key("order", order.id), document)
            for index in _indexes(order):
                pipe.sadd(index, _key("order", order.id))

        self._transact(replace, _key("order", order.id))

    def find_by_id(self, order_id: OrderId) -> Order:
        with _translated():
            document: Any = self._client.get(_key("order", order_id))
        if document is None:
            raise OrderNotFound(order_id)
        return from_document(document)

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._members(_key("customer", customer_id))

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._members(_key("status", status))

    def exists(self, order_id: OrderId) -> bool:
        with _translated():
            return bool(self._client.exists(_key("order", order_id)))

    def delete(self, order_id: OrderId) -> None:
        self._transact(lambda pipe: _erase(pipe, order_id), _key("order", order_id))

    def _members(self, index: bytes) -> list[Order]:
        def fetch(pipe: Pipeline) -> None:
            keys: Any = pipe.smembers(index)
            pipe.multi()
            for key in keys:
                pipe.get(key)

        return [from_document(document) for document in self._transact(fetch, index)]

    def _transact(self, work: Callable[[Pipeline], None], watched: bytes) -> list[Any]:
        with _translated():
            answers: Any = self._client.transaction(work, watched)
        return list(answers)


def _erase(pipe: Pipeline, order_id: OrderId) -> None:
    """Read what is stored, and begin the transaction by taking all of that away."""
    key = _key("order", order_id)
    document: Any = pipe.get(key)
    pipe.multi()
    pipe.delete(key)
    if document is not None:
        for index in _indexes(from_document(document)):
            pipe.srem(index, key)


def _indexes(order: Order) -> tuple[bytes, bytes]:
    return _key("customer", order.customer_id), _key("status", order.status)


def _key(kind: str, name: str) -> bytes:
    return f"{kind}:{name}".encode(errors="surrogatepass")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise OrdersUnavailable("Redis did not answer as it should") from error

"""Orders in Redis: a JSON document each, found again through a set per customer and one per status."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from redis import Redis, RedisError
from redis.client import Pipeline

from shop.domain.money import Currency, Money
from shop.domain.orders import (
    CorruptOrder,
    CustomerId,
    Line,
    Order,
    OrderId,
    OrderNotFound,
    OrderStatus,
    OrdersUnavailable,
)


class RedisOrders:
    """An `OrderRepository` over a client that answers in bytes.

    Each operation is one transaction, begun again where another client touches what it has read.
    """

    def __init__(self, client: Redis) -> None:
        self._client = client

    def save(self, order: Order) -> None:
        document = json.dumps(_to_json(order))

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
        return _read(document)

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

        return [_read(document) for document in self._transact(fetch, index)]

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
        for index in _indexes(_read(document)):
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


def _to_json(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "customer_id": order.customer_id,
        "placed_at": order.placed_at.isoformat(),
        "status": order.status,
        "note": order.note,
        "lines": [
            {
                "sku": line.sku,
                "quantity": line.quantity,
                "amount": str(line.price.amount),  # text: a JSON number would turn 1.50 into 1.5
                "currency": line.price.currency,
            }
            for line in order.lines
        ],
    }


def _read(document: bytes) -> Order:
    """Read an order from its document, as it was, or raise `CorruptOrder`."""
    try:
        held = json.loads(document)
        return Order(
            id=OrderId(held["id"]),
            customer_id=CustomerId(held["customer_id"]),
            placed_at=datetime.fromisoformat(held["placed_at"]),
            status=OrderStatus(held["status"]),
            note=held["note"],
            lines=tuple(_line(**line) for line in held["lines"]),
        )
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise CorruptOrder(f"not an order: {document[:80]!r}...") from error  # the id comes first


def _line(sku: str, quantity: int, amount: str, currency: str) -> Line:
    return Line(sku, quantity, Money(Decimal(amount), Currency(currency)))

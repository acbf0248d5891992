"""Orders that are asked for again and again, answered out of Redis: it stands before another repository."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

from redis import Redis, RedisError

from shop.adapters.document import from_document, to_document
from shop.domain.orders import (
    CorruptOrder,
    CustomerId,
    Order,
    OrderId,
    OrderRepository,
    OrderStatus,
    OrdersUnavailable,
)

# Under the key of an order is its document, or the mark of who reads or writes it just now.
MARK = b"mark "
LIFETIME = 300  # seconds, of a document
WORKING = 60  # seconds, of a mark: longer than any transaction

FILL = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3]) end"
FORGET = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class CachedOrders:
    """An `OrderRepository` before another one, with the orders that were found by their id.

    Who reads an order from behind leaves a mark here first, and keeps the order only where that mark still
    stands: each writer puts its own in its place. Reading goes on without Redis. Writing does not, for what
    cannot be forgotten would be found for minutes.
    """

    def __init__(self, orders: OrderRepository, client: Redis) -> None:
        self._orders = orders
        self.client = client
        self._fill = client.register_script(FILL)
        self._forget = client.register_script(FORGET)

    def save(self, order: Order) -> None:
        with self._forgotten(order.id):
            self._orders.save(order)

    def find_by_id(self, order_id: OrderId) -> Order:
        key, mark = _key(order_id), _new_mark()
        with suppress(RedisError):
            held: Any = self.client.get(key)
            if held is None:
                self.client.set(key, mark, nx=True, ex=WORKING)
            elif not held.startswith(MARK):
                with suppress(CorruptOrder):
                    return from_document(held)
                self._forget([key], [held])
        order = self._orders.find_by_id(order_id)
        with suppress(RedisError):
            self._fill([key], [mark, to_document(order), LIFETIME])
        return order

    def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        return self._orders.find_by_customer_id(customer_id)

    def find_by_status(self, status: OrderStatus) -> list[Order]:
        return self._orders.find_by_status(status)

    def exists(self, order_id: OrderId) -> bool:
        return self._orders.exists(order_id)

    def delete(self, order_id: OrderId) -> None:
        with self._forgotten(order_id):
            self._orders.delete(order_id)

    @contextmanager
    def _forgotten(self, order_id: OrderId) -> Iterator[None]:
        """Keep nothing of an order from before the write until after it."""
        key, mark = _key(order_id), _new_mark()
        try:
            self.client.set(key, mark, ex=WORKING)
        except RedisError as error:
            raise OrdersUnavailable("what is cached cannot be forgotten") from error
        try:
            yield
        finally:
            with suppress(RedisError):  # the mark goes by itself, and nothing is cached until then
                self._forget([key], [mark])


def _key(order_id: OrderId) -> bytes:
    return f"cached:{order_id}".encode(errors="surrogatepass")


def _new_mark() -> bytes:
    return MARK + uuid4().bytes

"""What everything that keeps orders promises."""

from __future__ import annotations

from dovetail import RepositoryContract, ignores, raises

from shop.domain.async_orders import AsyncOrderRepository
from shop.domain.orders import OrderNotFound, OrderRepository


class OrderRepositoryContract(RepositoryContract):
    port = OrderRepository
    missing = raises(OrderNotFound)
    missing_delete = ignores()


class AsyncOrderRepositoryContract(RepositoryContract):
    port = AsyncOrderRepository
    missing = OrderRepositoryContract.missing
    missing_delete = OrderRepositoryContract.missing_delete

from __future__ import annotations

from shop.sales.domain.orders import OrderRepository

from dovetail import RepositoryContract


class OrderRepositoryContract(RepositoryContract):
    port = OrderRepository

"""What everything that keeps orders promises."""

from __future__ import annotations

from dovetail import RepositoryContract, ignores

from drifted.domain.orders import OrderRepository


class OrderRepositoryContract(RepositoryContract):
    port = OrderRepository
    missing_delete = ignores()

"""The composition root: the one place that knows which adapter serves which port."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from drifted.adapters.sql.archive import ArchivedOrders
from drifted.adapters.sql.marketplace import MarketplaceOrders
from drifted.adapters.sql.repository import SqlOrders
from drifted.domain.orders import OrderRepository


@dataclass(frozen=True)
class Shop:
    """Where the shop keeps which orders."""

    own: OrderRepository
    marketplace: OrderRepository
    archive: OrderRepository


def shop_on(engine: Engine) -> Shop:
    """Give a shop over the database behind this engine."""
    return Shop(SqlOrders(engine), MarketplaceOrders(engine), ArchivedOrders(engine))

"""What the migrations promise to the tables of orders, and to who works on them."""

from __future__ import annotations

from pathlib import Path

from dovetail import MigrationContract
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine

from contracts.orders import OrderRepositoryContract
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders


def orders_on(engine: Engine) -> SqlAlchemyStore[SqlOrders]:
    return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)


class ShopMigrationContract(MigrationContract):
    migrations = Path(__file__).parents[1] / "pyproject.toml"
    repositories = {OrderRepositoryContract: orders_on}
    rows = {"order_lines": [{"price": "1.50 EUR"}, {"price": "300 JPY"}]}

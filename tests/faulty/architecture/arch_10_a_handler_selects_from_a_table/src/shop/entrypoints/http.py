from __future__ import annotations

from typing import Any


def every_order() -> Any:
    from shop.adapters.sql import tables

    return tables.orders.select()

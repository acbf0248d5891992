from __future__ import annotations

from dataclasses import dataclass

from shop.sales import OrderPlaced
from shop.sales.domain.orders import Order


@dataclass
class Invoice:
    order: Order
    placed: OrderPlaced

from __future__ import annotations

from dataclasses import dataclass

from shop.sales.domain.orders import Order
from shop.sales.events import OrderPlaced


@dataclass
class Invoice:
    order: Order
    placed: OrderPlaced

"""Where adapters are chosen."""

from __future__ import annotations

from shop.adapters.memory import InMemoryOrderRepository
from shop.application.place_order import PlaceOrder


def place_order() -> PlaceOrder:
    return PlaceOrder(InMemoryOrderRepository())

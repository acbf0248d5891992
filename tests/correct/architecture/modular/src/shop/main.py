from __future__ import annotations

from shop.billing.application.bill_order import bill_order
from shop.sales.adapters.memory import InMemoryOrderRepository
from shop.sales.application.place_order import place_order


def main() -> None:
    bill_order(place_order(InMemoryOrderRepository()))

from __future__ import annotations

from shop.adapters.memory import InMemoryOrderRepository
from shop.adapters.projections import InMemoryOrderList
from shop.commands.place_order import place_order
from shop.queries.orders import first_page


def main() -> None:
    place_order(InMemoryOrderRepository(), "1")
    first_page(InMemoryOrderList())

"""What everything between orders and their rows promises."""

from __future__ import annotations

from dovetail import MapperContract, raises

from shop.domain.orders import CorruptOrder, Order


class OrderMapperContract(MapperContract):
    domain = Order
    errors = raises(CorruptOrder)

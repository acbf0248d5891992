from __future__ import annotations

from shop.billing.domain.invoices import Invoice
from shop.sales.events import OrderPlaced


def bill_order(event: OrderPlaced) -> Invoice:
    return Invoice(event.order_id)

from __future__ import annotations

ORDERS = "orders"

from __future__ import annotations

TABLE = "orders"

from __future__ import annotations

from shop.sales.adapters.sql import TABLE

__all__ = ["TABLE"]

"""In no layer: the domain reaches an adapter through it."""

from __future__ import annotations

from shop.infrastructure.database import current_time as now

__all__ = ["now"]

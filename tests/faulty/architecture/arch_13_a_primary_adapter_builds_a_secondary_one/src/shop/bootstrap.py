from __future__ import annotations

from shop.adapters.secondary.memory import InMemoryOrderRepository

__all__ = ["InMemoryOrderRepository"]

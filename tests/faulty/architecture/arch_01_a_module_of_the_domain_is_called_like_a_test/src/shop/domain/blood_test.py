from __future__ import annotations

from shop.adapters.laboratory import send

__all__ = ["send"]

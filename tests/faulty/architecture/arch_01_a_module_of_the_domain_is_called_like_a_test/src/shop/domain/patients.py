from __future__ import annotations

from shop.domain.blood_test import send

__all__ = ["send"]

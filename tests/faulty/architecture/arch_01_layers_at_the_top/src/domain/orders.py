from __future__ import annotations

from infrastructure.sql import TABLE

__all__ = ["TABLE"]

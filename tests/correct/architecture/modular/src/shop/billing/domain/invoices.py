from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Invoice:
    order_id: str

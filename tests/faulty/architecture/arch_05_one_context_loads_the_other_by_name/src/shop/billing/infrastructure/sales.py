from __future__ import annotations

from importlib import import_module
from typing import Any


def orders() -> Any:
    return import_module("shop.sales.domain.orders")

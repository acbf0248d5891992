from __future__ import annotations

from importlib import import_module


def placed_at() -> float:
    clock = import_module("shop.adapters.clock")
    return float(clock.now())

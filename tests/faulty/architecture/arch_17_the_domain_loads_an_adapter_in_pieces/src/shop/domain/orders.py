from __future__ import annotations

from typing import Any

CLOCK = "clock"


def clock() -> Any:
    from importlib import import_module as load

    return load("shop.adapters." + CLOCK)

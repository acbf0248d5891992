from __future__ import annotations

from typing import Any, Final

from shop.loading import load

CLOCK: Final[str] = "shop.adapters.{}"


def clock() -> Any:
    return load(CLOCK.format("clock"))

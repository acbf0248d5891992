from __future__ import annotations

from shop.tools import forget


def cancel(place: str) -> None:
    forget(place)

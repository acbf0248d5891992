from __future__ import annotations

from shop.helpers import to_json


def describe(order: object) -> str:
    return to_json(order)

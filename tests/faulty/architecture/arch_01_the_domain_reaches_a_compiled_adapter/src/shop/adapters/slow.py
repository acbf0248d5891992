from __future__ import annotations


def total(prices: list[int]) -> int:
    return sum(prices)

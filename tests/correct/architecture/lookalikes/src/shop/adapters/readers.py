from __future__ import annotations

from shop.domain.orders import Order


class FileOrderReader:
    def read_order(self, key: str) -> Order:
        return Order(key)


class AsyncFileOrderReader:
    async def read_order(self, key: str) -> Order:
        return Order(key)


class DateSorter:
    def sort(self, orders: list[Order]) -> list[Order]:
        return orders

    def reverse(self, orders: list[Order]) -> list[Order]:
        return orders[::-1]


class LetterSorter:
    """Sorts letters, and is no adapter of `Sorter`."""

    def sort(self, letters: str, *, by: str) -> str:
        return "".join(sorted(letters + by))

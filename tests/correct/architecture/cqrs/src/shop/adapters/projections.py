from __future__ import annotations


class InMemoryOrderList:
    def page(self, number: int) -> list[dict[str, str]]:
        return [{"page": str(number)}]

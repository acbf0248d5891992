from __future__ import annotations

from abc import ABC, abstractmethod

from shop.domain.orders import Order


class OrderOutput(ABC):
    """A port of those who call: implemented where orders are shown."""

    @property
    @abstractmethod
    def media_type(self) -> str: ...

    @abstractmethod
    def show(self, order: Order) -> None: ...

    @abstractmethod
    def __exit__(self, kind: object, error: object, trace: object) -> None: ...

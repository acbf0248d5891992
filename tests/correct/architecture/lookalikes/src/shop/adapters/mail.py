from __future__ import annotations

from typing import Any

from shop.domain.orders import Notifier, Order


class MailNotifier(Notifier[Order]):
    def _send(self, entity: Order) -> None: ...


class PostCarrier:
    """Fits the port by structure, with names of its own where callers cannot use the port's."""

    def ship(self, parcel: Order, /, *boxes: str, insured: bool = True, **extra: Any) -> str:
        return f"{parcel.id} {boxes} {insured} {extra}"

"""What a unit of the till sends, and the relay that sends it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OrderPlaced:
    order_id: str


class Relay:
    def __init__(self, sessions: Any, publish: Callable[..., object]) -> None:
        self._publish = publish

    def run(self) -> None:
        """Sends what is there."""

"""A bus within the process."""

from __future__ import annotations

from ledger.domain.events import RecordedEvent
from ledger.domain.ports import Handler


class InProcessBus:
    """An `EventBus` that awaits one handler after the other; the first that fails stops the event there."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []

    def subscribe(self, handler: Handler) -> None:
        """Have a handler called with every event from now on."""
        self._handlers.append(handler)

    async def publish(self, event: RecordedEvent) -> None:
        for handler in self._handlers:
            await handler(event)

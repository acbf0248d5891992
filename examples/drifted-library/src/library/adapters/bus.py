"""A bus within the process."""

from __future__ import annotations

import logging
from collections.abc import Callable

from library.domain.events import DomainEvent

Handler = Callable[[DomainEvent], None]
log = logging.getLogger(__name__)


class InProcessBus:
    """A `Publisher` that calls one handler after the other, whatever becomes of the one before."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []

    def subscribe(self, handler: Handler) -> None:
        """Have a handler called with every event from now on."""
        self._handlers.append(handler)

    def publish(self, event: DomainEvent) -> None:
        for handler in self._handlers:
            try:
                handler(event)
            except Exception:
                log.exception("a handler failed on %s", type(event).__name__)

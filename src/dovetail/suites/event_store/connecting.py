"""What the clients of a race are connected by."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from dovetail.suites.event_store.scenario import EventStoreScenario


def connecting(s: EventStoreScenario) -> Any:
    """A connection of each client's own; the one adapter, where the contract says that many may use it."""
    if getattr(s.source.store, "concurrent", False):
        return s.source.connect
    adapter = s.adapter
    return lambda: nullcontext(adapter)

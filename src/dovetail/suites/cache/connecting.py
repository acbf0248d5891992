"""Several clients of one cache: what they are connected by, and their calls."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.concurrency.client import Client


def connecting(s: CacheScenario) -> Any:
    """A connection of each client's own; the one adapter, where the contract says that many may use it."""
    if getattr(s.source.store, "concurrent", False):
        return s.source.connect
    adapter = s.adapter
    return lambda: nullcontext(adapter)


def clients(s: CacheScenario, calls: Sequence[PreparedCall]) -> list[Client]:
    """A client for each call."""
    connect = connecting(s)
    return [Client(connect, [call]) for call in calls]


def disconnect_if_stored(s: CacheScenario) -> None:
    """Close the connection where that loses nothing: a race opens connections of its own."""
    if s.source.fresh:
        s.disconnect()

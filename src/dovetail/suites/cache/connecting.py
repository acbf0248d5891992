"""Several clients of one cache: what they are connected by, and their calls."""

from __future__ import annotations

from collections.abc import Sequence

from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.sharing import connecting


def clients(s: CacheScenario, calls: Sequence[PreparedCall]) -> list[Client]:
    """A client for each call."""
    connect = connecting(s)
    return [Client(connect, [call]) for call in calls]


def disconnect_if_stored(s: CacheScenario) -> None:
    """Close the connection where that loses nothing: a race opens connections of its own."""
    if s.source.fresh:
        s.disconnect()

"""What several clients are connected by: connections of their own, or the one adapter that they share."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.scenario import CallingScenario
from dovetail.suites.concurrency.client import Client
from dovetail.suites.kernel.check import needs

concurrent = needs(
    lambda binding, source: source.concurrent or binding.contract.concurrent,
    "the store has no two connections at a time; where the adapter itself is shared, write concurrent = True",
)
"""Two clients can be at work at the same time."""


fresh = needs(lambda _, source: source.fresh, "the adapter has no store that a second connection could see")


def connecting(s: CallingScenario) -> Any:
    """A connection of each client's own; the one adapter, where the contract says that many may use it."""
    if s.source.concurrent:
        return s.source.connect
    adapter = s.adapter
    return lambda: nullcontext(adapter)


def clients(s: CallingScenario, calls: Sequence[PreparedCall]) -> list[Client]:
    connect = connecting(s)
    return [Client(connect, [call]) for call in calls]

"""When a store can be made to fail, and how its failure is to be answered where the contract says so."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Answer, Policy
from dovetail.suites.kernel.scenario import Scenario, answer_text
from dovetail.suites.kernel.source import Source


def failing(_binding: Any, source: Source) -> str | None:
    """Why a clause does not apply whose store must fail, or be cut off, on demand."""
    store = source.store
    able = hasattr(store, "failing") or getattr(store, "remote", False)
    return None if able else "the store has no way to fail on demand"


def translated(s: Scenario, failure: Policy | None, answer: Answer) -> None:
    """The failure of a store is answered as declared, where the contract declares it."""
    if failure is not None and not failure.accepts(answer):
        s.broken(str(failure), answer_text(answer), hint="what the store raised came through as it was")


def declared(failure: Policy | None) -> str:
    """What is expected of an operation whose store failed."""
    return f"{failure or 'raises'}, since the store failed"

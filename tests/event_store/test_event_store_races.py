"""An adapter that many may use at once is raced over, in threads and in tasks, where its contract says so."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pytest
from hypothesis import Phase, settings

from dovetail import EventStoreContract, raises, returns, verify
from dovetail.suites.kernel.outcome import Verdict

_QUICK = settings(max_examples=10, derandomize=True, database=None, phases=[Phase.generate])


class Conflict(Exception):
    """Somebody else was first."""


@dataclass(frozen=True)
class Paid:
    amount: int


class Payments(Protocol):
    def append(self, stream_id: str, events: Sequence[Paid], expected_version: int) -> None: ...
    def load(self, stream_id: str) -> list[Paid]: ...


class AsyncPayments(Protocol):
    async def append(self, stream_id: str, events: Sequence[Paid], expected_version: int) -> None: ...
    async def load(self, stream_id: str) -> list[Paid]: ...


class Unlocked:
    def __init__(self) -> None:
        self._streams: dict[str, list[Paid]] = {}

    def _version(self, stream: str) -> int:
        return len(self._streams.get(stream, []))

    def append(self, stream_id: str, events: Sequence[Paid], expected_version: int) -> None:
        if self._version(stream_id) != expected_version:
            raise Conflict(stream_id)
        self._streams.setdefault(stream_id, []).extend(events)

    def load(self, stream_id: str) -> list[Paid]:
        return list(self._streams.get(stream_id, []))


class Locked(Unlocked):
    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()

    def append(self, stream_id: str, events: Sequence[Paid], expected_version: int) -> None:
        with self._lock:
            super().append(stream_id, events, expected_version)


class WaitsForNobody(Locked):
    """As a database does whose timeout for locks has passed."""

    def append(self, stream_id: str, events: Sequence[Paid], expected_version: int) -> None:
        if not self._lock.acquire(blocking=False):
            raise TimeoutError("the store is locked")
        try:
            time.sleep(0.002)
            Unlocked.append(self, stream_id, events, expected_version)
        finally:
            self._lock.release()


class AwaitsBeforeItWrites(Unlocked):
    async def append(  # type: ignore[override]
        self, stream_id: str, events: Sequence[Paid], expected_version: int
    ) -> None:
        if self._version(stream_id) != expected_version:
            raise Conflict(stream_id)
        await asyncio.sleep(0)
        self._streams.setdefault(stream_id, []).extend(events)

    async def load(self, stream_id: str) -> list[Paid]:  # type: ignore[override]
        return super().load(stream_id)


class WritesAtOnce(AwaitsBeforeItWrites):
    async def append(  # type: ignore[override]
        self, stream_id: str, events: Sequence[Paid], expected_version: int
    ) -> None:
        Unlocked.append(self, stream_id, events, expected_version)


@pytest.mark.parametrize(
    ("port", "adapter", "verdict"),
    [
        (Payments, Unlocked, Verdict.BROKEN),
        (Payments, Locked, Verdict.HELD),
        (AsyncPayments, AwaitsBeforeItWrites, Verdict.BROKEN),
        (AsyncPayments, WritesAtOnce, Verdict.HELD),
    ],
)
def test_a_shared_adapter_is_raced_over(port: type, adapter: Any, verdict: Verdict) -> None:
    """One writer wins, or the first and the later races are both lost."""
    report = _raced(port, adapter, concurrent=True)

    assert [each.verdict for each in report] == [verdict, verdict]


def test_a_lock_that_times_out_is_found() -> None:
    """Whoever comes second is told that the store is locked."""
    assert all(each.finding is not None for each in _raced(Payments, WaitsForNobody, concurrent=True))


def test_nobody_is_accused_of_it_while_the_machine_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one who was refused had waited for the machine; the clause does not count as held either."""
    monkeypatch.setattr("dovetail.suites.concurrency.interleaving._STALLED", -1.0)

    for each in _raced(Payments, WaitsForNobody, concurrent=True):
        assert each.finding is None
        assert "the machine stood still" in each.reason


def test_an_adapter_that_is_not_shared_is_not_raced() -> None:
    """And the reason says what to write."""
    (first, _) = _raced(Payments, Unlocked)

    assert first.verdict is Verdict.NOT_APPLICABLE
    assert "write concurrent = True" in first.reason


def _raced(port: type, adapter: Any, **stated: Any) -> Any:
    held = {"port": port, "adapter": adapter, "conflict": raises(Conflict), "unknown": returns([]), "settings": _QUICK}
    contract: Any = type("PaymentsContract", (EventStoreContract,), {**held, **stated})
    checks = tuple(check for check in contract.checks if check.clause in {"EVT-13", "EVT-14"})
    return verify(type("TestPayments", (contract,), {"checks": checks}))

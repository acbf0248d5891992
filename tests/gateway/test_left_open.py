"""Connections that only the collector closes are waited for; where none is, it does not look through all there is."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from dovetail.suites.gateway.left_open import FEW, MANY, connections_left


class Pooled:
    """A connection that belongs to a cycle, as those of urllib3 and requests do."""

    def __init__(self) -> None:
        self.pool = self


class Opened:
    """What a provider sees of connections."""

    def __init__(self) -> None:
        self.all: weakref.WeakSet[Pooled] = weakref.WeakSet()
        self.accepted, self.exchanges = 0, ()

    @property
    def connections(self) -> int:
        return len(self.all)


def bench(opened: Opened, close: Callable[[], object]) -> Any:
    """What connections are counted on: an adapter that can be closed, each of whose calls was answered."""
    made = [SimpleNamespace(exchanges=("one",), answer=None)]
    return SimpleNamespace(provider=opened, made=made, closes=True, close=close)


def test_old_ones_in_a_cycle_are_closed_by_the_collector() -> None:
    """However long they have lived."""
    opened, kept = Opened(), []

    def fail() -> None:
        kept.append(Pooled())
        opened.all.add(kept[-1])
        gc.collect()  # it grows old

    left = connections_left(bench(opened, kept.clear), lambda: fail() if len(kept) < 3 else None)

    assert (left.open, left.closed) == (3, 0)


@pytest.mark.parametrize(("held", "found"), [(MANY, (MANY, 0)), (FEW, (FEW, FEW))], ids=["after calls", "once closed"])
def test_those_that_somebody_holds_stay_open(
    monkeypatch: pytest.MonkeyPatch, held: int, found: tuple[int, int]
) -> None:
    """The two faults; where too many are open after the calls, nobody waits for what closing would do."""
    monkeypatch.setattr("dovetail.suites.gateway.left_open._SECONDS", 0.05)
    opened, kept = Opened(), [Pooled() for _ in range(held)]
    opened.all.update(kept)

    left = connections_left(bench(opened, lambda: None), lambda: None)

    assert (left.open, left.closed) == found


def test_nothing_is_collected_where_all_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It took up to half a second for each call of a port, in an application of a usual size."""
    monkeypatch.setattr(gc, "collect", lambda *_: pytest.fail("a collection"))

    left = connections_left(bench(Opened(), lambda: None), lambda: None)

    assert (left.open, left.closed) == (0, 0)

"""How many bare Hypothesis loops the suites of the other kinds take, each over an adapter in memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pytest_benchmark.fixture import BenchmarkFixture

from correct.caches import anything
from correct.event_store import accounts
from correct.readers import parcels
from correct.unit_of_work import lending_in_memory
from dovetail import verify

ROUNDS = 3
PROFILE = settings(
    max_examples=100, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


def commit_and_get(member: Any) -> None:
    unit = lending_in_memory.AloneInMemory()
    with unit:
        unit.members.add(member)
        unit.commit()
    with unit:
        assert unit.members.get(member.id) == member


def append_and_load(event: Any) -> None:
    events = accounts.InMemoryAccountEvents()
    events.append("one", [event], 0)
    (stored,) = events.load("one")
    assert stored.event == event.event


def save_and_read(parcel: Any) -> None:
    shelf = parcels.Shelf()
    shelf.save(parcel)
    row = shelf.reader.find(parcel.id)
    assert row is not None
    assert (row.sender, row.grams, row.note) == (parcel.sender, parcel.grams, parcel.note)


def put_and_get(value: Any) -> None:
    cache = anything.MemoryCache()
    cache.set("one", value)
    assert cache.get("one") == value


@pytest.mark.benchmark(group="another kind beside a bare loop", timer=time.process_time)
@pytest.mark.parametrize(
    ("kind", "by_hand", "limit"),
    [
        (lending_in_memory.TestMemoryUnit, commit_and_get, 6),
        (accounts.TestInMemoryAccountEvents, append_and_load, 15),
        (parcels.OnAShelf, save_and_read, 7),
        (anything.TestMemoryCache, put_and_get, 20),
    ],
    ids=["unit of work", "event store", "reader", "cache"],
)
def test_a_kind_beside_a_bare_loop(
    kind: Any, by_hand: Callable[[Any], None], limit: float, benchmark: BenchmarkFixture
) -> None:
    """The whole suite, of which all clauses hold, beside what anybody would write first of what they draw."""
    suite = type("Suite", (kind,), {"settings": PROFILE})
    bare = PROFILE(given(suite.shared(suite.bind()))(by_hand))
    bare()
    suites, loops = [], []

    def suite_and_loop() -> None:  # in turn, so that what else the machine does falls on both alike
        suites.append(seconds(lambda: verify(suite)))
        loops.append(seconds(bare))

    benchmark.pedantic(suite_and_loop, rounds=ROUNDS)
    took, measure = statistics.median(suites), statistics.median(loops)
    ratio = took / measure
    benchmark.extra_info.update(suite=suites, bare=loops, ratio=ratio)
    print(f"\n{kind.__name__}: {took:.2f} s / {measure:.2f} s = {ratio:.1f}, limit {limit}")
    assert ratio <= limit


def seconds(run: Callable[[], object]) -> float:
    """The time of the process alone: others may be at work on the machine."""
    started = time.process_time()
    run()
    return time.process_time() - started

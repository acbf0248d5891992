"""What a suite costs beside a bare Hypothesis loop that draws as often and calls the same, and how fast it finds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from pytest_benchmark.fixture import BenchmarkFixture
from replaying import Recorder, Replay
from shop.adapters.memory import InMemoryOrders
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders
from shop.domain.orders import CustomerId, Order, OrderId, OrderNotFound, OrderRepository
from sqlalchemy import create_engine, event

from dovetail import RepositoryContract, ignores, raises, verify
from dovetail.stores import MemoryStore, SqlAlchemyStore

TARGET = 1.5
ROUNDS = 3
OPERATIONS: dict[str, Callable[[Order], Any]] = {
    "save": lambda order: order,
    "find_by_id": lambda order: order.id,
    "find_by_customer_id": lambda order: order.customer_id,
    "find_by_status": lambda order: order.status,
    "exists": lambda order: order.id,
    "delete": lambda order: order.id,
}
ABSENT = Order(OrderId("never drawn"), CustomerId("never drawn"), datetime(2026, 1, 1, tzinfo=UTC))


class Orders(RepositoryContract):
    port = OrderRepository
    missing = raises(OrderNotFound)
    missing_delete = ignores()
    settings = settings(max_examples=100, database=None, derandomize=True)


class SharedOrders(InMemoryOrders):
    """Faulty: hands out its own objects."""

    def find_by_id(self, order_id: OrderId) -> Order:
        if order_id not in self._orders:
            raise OrderNotFound(order_id)
        return self._orders[order_id]


class StickyOrders(InMemoryOrders):
    """Faulty: a save keeps the old lines when there are none left."""

    def save(self, order: Order) -> None:
        kept = deepcopy(order)
        if not kept.lines and order.id in self._orders:
            kept.lines = self._orders[order.id].lines
        self._orders[order.id] = kept


@pytest.fixture
def memory() -> MemoryStore[InMemoryOrders]:
    return MemoryStore(InMemoryOrders)


@pytest.fixture
def sqlite(sqlite_file: str) -> Iterator[SqlAlchemyStore[SqlOrders]]:
    engine = create_engine(sqlite_file)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    yield SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)
    engine.dispose()


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[SqlAlchemyStore[SqlOrders]]:
    engine = create_engine(postgres_url)
    yield SqlAlchemyStore(engine, metadata=Base.metadata, adapter=SqlOrders)
    engine.dispose()


@pytest.mark.benchmark(group="a suite beside a bare loop", timer=time.process_time)
@pytest.mark.parametrize("kind", ["memory", "sqlite", "postgresql"])
def test_a_suite_beside_a_bare_loop(kind: str, request: pytest.FixtureRequest, benchmark: BenchmarkFixture) -> None:
    """The ratio of the medians, of the processor's time; in memory it is to stay within the target."""
    store = request.getfixturevalue(kind)
    recorder = recorded(store)
    bare = Replay(recorder, store, Orders.bind().aggregates, ABSENT)
    suites, loops = [], []

    def suite_and_loop() -> None:  # in turn, so that what else the machine does falls on both alike
        suites.append(seconds(lambda: verify(Orders, store=store)))
        loops.append(seconds(bare))

    benchmark.pedantic(suite_and_loop, rounds=ROUNDS)
    ratio = statistics.median(suites) / statistics.median(loops)
    benchmark.extra_info.update(recorder.totals, suite=suites, bare=loops, ratio=ratio)
    print(f"\n{kind}: {statistics.median(suites):.2f} s / {statistics.median(loops):.2f} s = {ratio:.2f}")
    print(", ".join(f"{count} {what}" for what, count in recorder.totals.most_common()))
    if kind == "memory":
        assert ratio <= TARGET


@pytest.mark.benchmark(group="to the first finding, shrunk", timer=time.process_time)
@pytest.mark.parametrize(("adapter", "clause"), [(SharedOrders, "REPO-04"), (StickyOrders, "REPO-07")])
def test_a_finding(adapter: type[InMemoryOrders], clause: str, benchmark: BenchmarkFixture) -> None:
    """From the start of the one clause that names the fault to its smallest scenario."""

    class Suite(Orders):
        checks = tuple(check for check in Orders.checks if check.clause == clause)

    report = benchmark.pedantic(lambda: verify(Suite, store=MemoryStore(adapter)), rounds=ROUNDS, warmup_rounds=1)
    (finding,) = report.findings
    benchmark.extra_info.update(clause=clause, examples=report.outcomes[clause].examples, lines=len(finding.scenario))
    print(f"\n{adapter.__name__}: {clause} after {report.outcomes[clause].examples} examples, shrinking included")
    print("\n".join(finding.scenario))


def recorded(store: Any) -> Recorder:
    """Everything that a run over a store does."""
    recorder = Recorder(store, OPERATIONS)

    class Recorded(Orders):
        @classmethod
        def bind(cls) -> Any:
            binding = super().bind()
            vars(binding)["aggregates"] = binding.aggregates.map(recorder.draw)
            return binding

    assert verify(Recorded, store=recorder).holds
    return recorder


def seconds(run: Callable[[], object]) -> float:
    """The time of the process alone: others may be at work on the machine."""
    started = time.process_time()
    run()
    return time.process_time() - started

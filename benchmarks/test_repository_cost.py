"""How many bare Hypothesis loops a suite takes, and how fast it finds."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pytest_benchmark.fixture import BenchmarkFixture
from shop.adapters.memory import InMemoryOrders
from shop.adapters.sql.models import Base
from shop.adapters.sql.repository import SqlOrders
from shop.domain.orders import Order, OrderId, OrderNotFound, OrderRepository, OrdersUnavailable
from sqlalchemy import create_engine, event

from correct.repositories.albums import AlbumContract, InMemoryAlbums
from correct.repositories.library import InMemoryLoans, LoanContract
from dovetail import RepositoryContract, ignores, raises, verify
from dovetail.stores import MemoryStore, SqlAlchemyStore

ROUNDS = 3
PROFILE = settings(
    max_examples=100, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True)
class Loops:
    """So many bare loops.

    Attributes:
        wanted: how many a suite is to take at most.
        allowed: at how many the benchmark fails: more than it takes today, where that is more than wanted.
    """

    wanted: float
    allowed: float


class Orders(RepositoryContract):
    __test__ = False
    port = OrderRepository
    missing = raises(OrderNotFound)
    missing_delete = ignores()
    settings = PROFILE


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
@pytest.mark.parametrize(
    ("kind", "limit"),
    [("memory", Loops(6, 6)), ("sqlite", Loops(12, 14)), ("postgresql", None)],
    ids=["memory", "sqlite", "postgresql"],
)
def test_the_shop_beside_a_bare_loop(
    kind: str, limit: Loops | None, request: pytest.FixtureRequest, benchmark: BenchmarkFixture
) -> None:
    """The whole suite of the shop's orders, over each store."""
    store = request.getfixturevalue(kind)
    bare = loop(
        Orders.bind().aggregates, store, lambda orders, order: (orders.save(order), orders.find_by_id(order.id))
    )
    beside(benchmark, lambda: verify(Orders, store=store), bare, limit)


@pytest.mark.benchmark(group="a suite beside a bare loop", timer=time.process_time)
@pytest.mark.parametrize(
    ("contract", "adapter", "calls", "limit"),
    [
        (AlbumContract, InMemoryAlbums, lambda albums, album: (albums.save(album), albums.get(album.id)), Loops(6, 6)),
        (LoanContract, InMemoryLoans, lambda loans, loan: (loans.put(loan), loans.get(loan.loan_id)), Loops(6, 8)),
    ],
    ids=["albums", "library"],
)
def test_another_suite_beside_a_bare_loop(
    contract: Any, adapter: Any, calls: Any, limit: Loops, benchmark: BenchmarkFixture
) -> None:
    """Two of the larger correct suites of the tests."""
    suite, store = type("Suite", (contract,), {"settings": PROFILE}), MemoryStore(adapter)
    beside(benchmark, lambda: verify(suite, store=store), loop(suite.bind().aggregates, store, calls), limit)


def loop(aggregates: Any, store: Any, calls: Callable[[Any, Any], object]) -> Callable[[], None]:
    """What anybody would write first: draw an aggregate, clear, save and get it, unless the database refuses it."""

    @PROFILE
    @given(aggregates)
    def one(aggregate: Any) -> None:
        store.clear()
        with suppress(OrdersUnavailable), store.connect() as adapter:
            calls(adapter, aggregate)

    return one


def beside(
    benchmark: BenchmarkFixture, suite: Callable[[], Any], bare: Callable[[], None], limit: Loops | None
) -> None:
    """How many bare loops a suite takes, by the medians of the processor's time."""
    suites, loops = [], []
    bare()

    def suite_and_loop() -> None:  # in turn, so that what else the machine does falls on both alike
        suites.append(seconds(suite))
        loops.append(seconds(bare))

    benchmark.pedantic(suite_and_loop, rounds=ROUNDS)
    ratio = statistics.median(suites) / statistics.median(loops)
    benchmark.extra_info.update(suite=suites, bare=loops, ratio=ratio)
    print(f"\n{statistics.median(suites):.2f} s / {statistics.median(loops):.2f} s = {ratio:.1f}, {limit}")
    assert limit is None or ratio <= limit.allowed


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


def seconds(run: Callable[[], object]) -> float:
    """The time of the process alone: others may be at work on the machine."""
    started = time.process_time()
    run()
    return time.process_time() - started

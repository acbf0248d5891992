"""What a mapper's suite costs, beside a loop of round trips of the same type that somebody wrote by hand."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pytest_benchmark.fixture import BenchmarkFixture
from shop.adapters.sql import mapper
from shop.domain.orders import CorruptOrder, Order

from dovetail import MapperContract, raises, strategies
from dovetail.suites.kernel.suite import Suite

EXAMPLES = 100
PROFILE = settings(
    max_examples=EXAMPLES, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
LIMIT = 5.0
"""How many times as long as a loop of 100 round trips by hand the whole suite may take."""


class Orders(MapperContract):
    __test__ = False
    mapper = mapper
    errors = raises(CorruptOrder)
    settings = PROFILE


@PROFILE
@given(strategies.for_type(Order))
def by_hand(order: Order) -> None:
    """What a careful team writes: every field, since orders are equal by their id."""
    assert vars(mapper.to_domain(mapper.to_model(order))) == vars(order)


def of_suite() -> None:
    """Runs every clause."""
    suite = Suite(Orders)
    for check in Orders.checks:
        suite.run(check)


def seconds_of(run: Callable[[], None]) -> float:
    """Seconds of the process, the better of two runs: others may be at work on the machine."""
    seconds = []
    for _ in range(2):
        started = time.process_time()
        run()
        seconds.append(time.process_time() - started)
    return min(seconds)


def test_by_hand(benchmark: BenchmarkFixture) -> None:
    """The measure of all others."""
    benchmark.pedantic(by_hand, rounds=3, warmup_rounds=1)


@pytest.mark.parametrize("check", Orders.checks, ids=lambda check: check.clause)
def test_a_clause(benchmark: BenchmarkFixture, check: Any) -> None:
    """Each clause on its own; `examples` says how many it took."""
    suite = Suite(Orders)
    outcome = benchmark.pedantic(suite.run, (check,), rounds=1, warmup_rounds=1)
    benchmark.extra_info["examples"] = outcome.examples


def test_the_suite_beside_a_round_trip_by_hand(benchmark: BenchmarkFixture) -> None:
    """Within its limit."""
    by_hand()  # the strategy is made once
    ratio = seconds_of(of_suite) / seconds_of(by_hand)
    benchmark.extra_info["ratio"] = round(ratio, 2)
    benchmark.pedantic(by_hand, rounds=1)
    print(f"\na mapper's suite: {ratio:.1f} loops, limit {LIMIT}")
    assert ratio <= LIMIT

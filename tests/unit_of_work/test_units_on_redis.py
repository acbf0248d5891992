"""Units of work and outboxes on a real Redis: what it refuses, discards or loses is found, and no other one accused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
import redis.asyncio
from hypothesis import Phase, settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from correct.on_servers import hives_in_redis as correct
from dovetail import Report, UnitOfWorkContract, verify
from dovetail.stores import AsyncRedisStore, RedisStore
from dovetail.suites.kernel.outcome import Verdict
from faulty.on_servers import hives_in_redis as faulty

_GLANCE = settings(max_examples=2, derandomize=True, database=None, phases=[Phase.generate])
_OUTBOX = [f"UOW-{number}" for number in range(26, 34)]

Holds = Callable[..., Report]


@pytest.fixture
def holds(redis_url: str) -> Iterator[Holds]:
    """Holds a unit to its contract, or to some of the clauses, on Redis."""
    clients: list[redis.Redis] = []

    def hold(contract: type[UnitOfWorkContract], unit: Any, *clauses: str) -> Report:
        if issubclass(contract, correct.AsyncApiaryContract):
            store: Any = AsyncRedisStore(redis.asyncio.Redis.from_url(redis_url), adapter=unit)
        else:
            clients.append(redis.Redis.from_url(redis_url, retry=Retry(NoBackoff(), 0)))
            store = RedisStore(clients[-1], adapter=unit)
        checks = tuple(check for check in contract.checks if not clauses or check.clause in clauses)
        return verify(type("Suite", (contract,), {"settings": _GLANCE, "checks": checks}), store=store)

    yield hold
    for client in clients:
        client.close()


def test_a_correct_unit_holds_what_can_be_asked_on_redis(holds: Holds) -> None:
    """The server refuses commands, discards transactions, loses answers and connections; connections are counted."""
    report = holds(correct.ApiaryContract, correct.RedisUnit)

    assert report.holds, report.findings
    held = {clause for clause, outcome in report.outcomes.items() if outcome.verdict == "held"}
    assert held >= {"UOW-03", "UOW-05", "UOW-06", "UOW-07", "UOW-08", "UOW-17", "UOW-18", "UOW-20"}


def test_a_correct_async_unit_is_not_accused_of_what_the_driver_loses(holds: Holds) -> None:
    """Python 3.11 loses a cancellation in `asyncio.wait_for`, which the driver calls when it connects."""
    report = holds(correct.AsyncApiaryContract, correct.AsyncRedisUnit, "UOW-05", "UOW-15", "UOW-17", "UOW-18")

    assert report.holds, report.findings
    assert report.count(Verdict.HELD) == 4


def test_a_correct_outbox_holds_its_clauses(holds: Holds) -> None:
    report = holds(correct.OutboxContract, correct.RedisUnit, *_OUTBOX)

    assert report.holds, report.findings
    held = {clause for clause, outcome in report.outcomes.items() if outcome.verdict == "held"}
    assert held >= {"UOW-26", "UOW-27", "UOW-28", "UOW-29", "UOW-32"}


@pytest.mark.parametrize(
    "unit",
    [
        faulty.UnwatchedUnit,
        faulty.OneByOneUnit,
        faulty.HastyUnit,
        faulty.SilentUnit,
        faulty.LeakingUnit,
        faulty.RepeatingUnit,
        faulty.PushingUnit,
        faulty.AsyncHastyUnit,
        faulty.AsyncSilentUnit,
    ],
)
def test_a_faulty_unit_is_found_by_its_clause(unit: type, holds: Holds) -> None:
    clause = (unit.__doc__ or "")[:6]
    contract: Any = correct.OutboxContract if clause in _OUTBOX else correct.ApiaryContract
    if issubclass(unit, correct.AsyncRedisUnit):
        contract = correct.AsyncApiaryContract

    assert [each.clause for each in holds(contract, unit, clause).findings] == [clause]


@pytest.mark.parametrize("relay", [faulty.PoppingRelay, faulty.UnlockedRelay])
def test_a_faulty_relay_is_found_by_its_clause(relay: Any, holds: Holds) -> None:
    clause = (relay.__doc__ or "")[:6]
    contract = type("Contract", (correct.OutboxContract,), {"outbox": correct.outbox_of(relay)})

    assert [each.clause for each in holds(contract, correct.RedisUnit, clause).findings] == [clause]

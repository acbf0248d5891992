"""Outboxes on PostgreSQL, where two relays really work at once: with locks on rows, with leases, and without either."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings

from correct.unit_of_work.lending_in_sql import Base
from correct.unit_of_work.lending_with_outbox import (
    LockingContract,
    LockingRelay,
    OnlyRelayContract,
    OutboxContract,
    OutboxUnit,
)
from dovetail import Report, UnitOfWorkContract, verify
from dovetail.stores import SqlAlchemyStore
from faulty.unit_of_work import lending_with_outbox as faulty

_GLANCE = settings(max_examples=1, derandomize=True, database=None, phases=[Phase.generate])
_OUTBOX = [f"UOW-{number}" for number in range(26, 34)]

Holds = Callable[..., Report]


@pytest.fixture
def holds(postgres_url: str) -> Iterator[Holds]:
    """Holds a unit to some clauses of its contract, on PostgreSQL."""
    engine = sa.create_engine(postgres_url)

    def hold(contract: type[UnitOfWorkContract], unit: Any, *clauses: str) -> Report:
        store = SqlAlchemyStore(engine, metadata=Base.metadata, adapter=unit)
        checks = tuple(check for check in contract.checks if check.clause in clauses)
        return verify(type("Suite", (contract,), {"settings": _GLANCE, "checks": checks}), store=store)

    yield hold
    engine.dispose()


@pytest.mark.parametrize(
    "contract",
    [
        OutboxContract,
        pytest.param(LockingContract, marks=pytest.mark.long),
        pytest.param(OnlyRelayContract, marks=pytest.mark.long),
    ],
)
def test_a_correct_outbox_holds_every_clause(contract: type[UnitOfWorkContract], holds: Holds) -> None:
    """One whose relays keep a lease, one whose relays skip what is locked, one with a single relay at a time."""
    report = holds(contract, OutboxUnit, *_OUTBOX)

    assert report.holds, [each for each in report if not each.holds]
    assert {report.outcomes[clause].verdict for clause in ("UOW-27", "UOW-28", "UOW-32", "UOW-33")} == {"held"}


class Unguarded(faulty.Relayed):
    """Relays that pick a row, and take it whatever has become of it meanwhile."""

    made = faulty.Unguarded


class FollowsPositions(faulty.Relayed):
    """A relay that remembers the last number that it has sent; numbers are given before a commit."""

    made = faulty.FollowingPositions


@pytest.mark.parametrize(("unit", "clause"), [(Unguarded, "UOW-28"), (FollowsPositions, "UOW-33")])
def test_a_fault_is_found(unit: Any, clause: str, holds: Holds) -> None:
    """What a file of SQLite does not show, since it has one writer at a time."""
    assert [each.clause for each in holds(OutboxContract, unit, clause).findings] == [clause]


def test_two_relays_that_lock_nothing_are_found(holds: Holds, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same relay without FOR UPDATE SKIP LOCKED."""
    monkeypatch.setattr(LockingRelay, "next", faulty.WithoutSkipLocked.next)

    assert [each.clause for each in holds(LockingContract, OutboxUnit, "UOW-28").findings] == ["UOW-28"]

"""Units of work on a real server: no correct one is accused, and what only a server shows is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings
from sqlalchemy.ext.asyncio import create_async_engine

from correct.unit_of_work import (
    lending,
    lending_in_async_sql,
    lending_in_functions,
    lending_in_sql,
    lending_with_events,
)
from dovetail import Report, UnitOfWorkContract, verify
from dovetail.stores import AsyncSqlAlchemyStore, SqlAlchemyStore
from faulty.unit_of_work import lending_in_sql as faulty

_GLANCE = settings(max_examples=2, derandomize=True, database=None, phases=[Phase.generate])

Holds = Callable[..., Report]


@pytest.fixture
def holds(postgres_url: str) -> Iterator[Holds]:
    """Holds a unit to its contract, or to some of the clauses, on PostgreSQL."""
    engines: list[sa.Engine] = []

    def hold(contract: type[UnitOfWorkContract], unit: Any, *clauses: str) -> Report:
        if issubclass(contract, lending_in_async_sql.AsyncLendingContract):
            url = postgres_url.replace("+psycopg", "+asyncpg")
            store: Any = AsyncSqlAlchemyStore(
                create_async_engine(url), metadata=lending_in_sql.Base.metadata, adapter=unit
            )
        else:
            engines.append(sa.create_engine(postgres_url))
            store = SqlAlchemyStore(engines[-1], metadata=lending_in_sql.Base.metadata, adapter=unit)
        checks = tuple(check for check in contract.checks if not clauses or check.clause in clauses)
        return verify(type("Suite", (contract,), {"settings": _GLANCE, "checks": checks}), store=store)

    yield hold
    for engine in engines:
        engine.dispose()


@pytest.mark.long
@pytest.mark.parametrize(
    ("contract", "unit"),
    [
        (lending.LendingContract, lending_in_sql.SqlUnit),
        pytest.param(
            lending_in_async_sql.AsyncLendingContract, lending_in_async_sql.AsyncSqlUnit, marks=pytest.mark.long
        ),
        pytest.param(
            lending_in_functions.FunctionsContract, lending_in_functions.Transactional, marks=pytest.mark.long
        ),
        pytest.param(lending_with_events.TestSavepointUnit, lending_with_events.SavepointUnit, marks=pytest.mark.long),
    ],
)
def test_a_correct_unit_holds_every_clause(contract: type[UnitOfWorkContract], unit: Any, holds: Holds) -> None:
    """As on SQLite; integers beyond 32 bits and NUL are refused here, and drawn again."""
    report = holds(contract, unit)

    assert report.holds, [each for each in report if not each.holds]
    assert report.outcomes["UOW-14"].verdict == "held"


class GoesOnAfterAFailedStatement(lending_in_sql.SqlUnit):
    """Executes its statements itself, past the session that would know of a failure."""

    def __enter__(self) -> Any:
        super().__enter__()
        self.members.add = self._add  # type: ignore[method-assign]
        return self

    def _add(self, member: Any) -> None:
        self.session.execute(sa.insert(lending_in_sql.MemberRow).values(id=member.id, name=member.name))


def test_a_commit_that_the_server_answers_with_a_rollback_is_found(holds: Holds) -> None:
    """PostgreSQL rolls back a transaction in which a statement failed, and says nothing at its commit."""
    report = holds(lending.LendingContract, GoesOnAfterAFailedStatement, "UOW-04")

    assert [each.clause for each in report.findings] == ["UOW-04"]
    assert report.findings[0].got.startswith("the commit succeeds, and it is absent")


@pytest.mark.parametrize(
    ("unit", "clause"),
    [
        (faulty.FlushesForACommit, "UOW-01"),
        (faulty.ASessionEach, "UOW-07"),
        (faulty.ARepositoryThatCommits, "UOW-08"),
        (faulty.ClosesWhatItHasWritten, "UOW-17"),
    ],
)
def test_a_fault_is_found(unit: Any, clause: str, holds: Holds) -> None:
    """As on SQLite."""
    assert [each.clause for each in holds(faulty.contract, unit, clause).findings] == [clause]

"""Every adapter that keeps events keeps the same promise."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from dovetail.stores import AsyncSqlAlchemyStore
from hypothesis import settings
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.events import AccountEventsContract
from ledger.adapters.memory import InMemoryAccountEvents
from ledger.adapters.sql.events import SqlAccountEvents
from ledger.adapters.sql.tables import account_events, metadata
from ledger.domain.events import AccountId, MoneyDeposited
from ledger.domain.money import Currency, Money

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


class TestInMemoryAccountEvents(AccountEventsContract):
    adapter = InMemoryAccountEvents


FIRST = UUID(int=1)


async def put_unknown(events: SqlAccountEvents, account_id: AccountId) -> None:
    """Store what a later version of the ledger would."""
    await put(events, account_id, event_id=uuid4().hex, type="account-blessed", schema=2, body="{}")


async def put_in_cents(events: SqlAccountEvents, account_id: AccountId) -> None:
    """Store what the first version of the ledger did."""
    body = f'{{"cents": 1250, "at": "{NOON.isoformat()}"}}'
    await put(events, account_id, event_id=FIRST.hex, type="money-deposited", schema=1, body=body)


async def put(events: SqlAccountEvents, account_id: AccountId, **row: object) -> None:
    async with events.engine.begin() as connection:
        await connection.execute(insert(account_events).values(account_id=account_id, version=1, **row))


class SqlAccountEventsContract(AccountEventsContract):
    unknown_types = {"account-blessed": put_unknown}
    old_events = {
        "money-deposited, schema 1": (
            put_in_cents,
            MoneyDeposited(id=FIRST, at=NOON, amount=Money(Decimal("12.50"), Currency.EUR)),
        )
    }


class TestSqlAccountEvents(SqlAccountEventsContract):
    @pytest.fixture
    def store(self, engine: AsyncEngine) -> AsyncSqlAlchemyStore[SqlAccountEvents]:
        return AsyncSqlAlchemyStore(engine, metadata=metadata, adapter=SqlAccountEvents)


class TestPostgresAccountEvents(SqlAccountEventsContract):
    settings = settings(
        max_examples=8
    )  # each has a connection of its own, and PostgreSQL takes its time for one

    @pytest.fixture
    def store(self, postgres: AsyncEngine) -> AsyncSqlAlchemyStore[SqlAccountEvents]:
        return AsyncSqlAlchemyStore(postgres, metadata=metadata, adapter=SqlAccountEvents)

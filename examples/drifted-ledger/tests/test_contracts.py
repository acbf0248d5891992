"""The same adapters, held to the contracts of their ports."""

from __future__ import annotations

import pytest
from dovetail.stores import AsyncSqlAlchemyStore
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.accounts import AccountsContract
from contracts.events import AccountEventsContract
from ledger.adapters.accounts import EventSourcedAccounts
from ledger.adapters.memory import InMemoryAccountEvents
from ledger.adapters.sql.events import SqlAccountEvents
from ledger.adapters.sql.tables import metadata


class TestInMemoryAccountEvents(AccountEventsContract):
    adapter = InMemoryAccountEvents


class TestSqlAccountEvents(AccountEventsContract):
    @pytest.fixture
    def store(self, engine: AsyncEngine) -> AsyncSqlAlchemyStore[SqlAccountEvents]:
        return AsyncSqlAlchemyStore(engine, metadata=metadata, adapter=SqlAccountEvents)


def sql_accounts(engine: AsyncEngine) -> EventSourcedAccounts:
    return EventSourcedAccounts(SqlAccountEvents(engine), snapshot_every=3)


class TestSqlAccounts(AccountsContract):
    @pytest.fixture
    def store(self, engine: AsyncEngine) -> AsyncSqlAlchemyStore[EventSourcedAccounts]:
        return AsyncSqlAlchemyStore(engine, metadata=metadata, adapter=sql_accounts)

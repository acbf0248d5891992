"""Accounts made from their events keep the promise of a repository, whatever keeps the events."""

from __future__ import annotations

import pytest
from dovetail.stores import AsyncSqlAlchemyStore
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.accounts import AccountsContract
from ledger.adapters.accounts import EventSourcedAccounts
from ledger.adapters.memory import InMemoryAccountEvents
from ledger.adapters.sql.events import SqlAccountEvents
from ledger.adapters.sql.tables import metadata


def in_memory() -> EventSourcedAccounts:
    return EventSourcedAccounts(InMemoryAccountEvents(), snapshot_every=3)


def on_a_database(engine: AsyncEngine) -> EventSourcedAccounts:
    return EventSourcedAccounts(SqlAccountEvents(engine), snapshot_every=3)


class TestInMemoryAccounts(AccountsContract):
    adapter = staticmethod(in_memory)


class TestSqlAccounts(AccountsContract):
    @pytest.fixture
    def store(self, engine: AsyncEngine) -> AsyncSqlAlchemyStore[EventSourcedAccounts]:
        return AsyncSqlAlchemyStore(engine, metadata=metadata, adapter=on_a_database)

"""The composition root: the one place that knows which adapter serves which port."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import create_async_engine

from ledger.adapters.accounts import EventSourcedAccounts
from ledger.adapters.bus import InProcessBus
from ledger.adapters.memory import InMemoryAccountEvents
from ledger.adapters.sql.events import SqlAccountEvents
from ledger.adapters.sql.tables import metadata
from ledger.application.move_money import MoveMoney
from ledger.application.open_account import OpenAccount
from ledger.application.relay import Relay
from ledger.application.statements import Statements
from ledger.domain.events import AccountId
from ledger.domain.ports import AccountEvents, Accounts

DEFAULT_URL = "sqlite+aiosqlite:///ledger.db"


@dataclass(frozen=True)
class Ledger:
    """The use cases, ready to be called."""

    accounts: Accounts
    open_account: OpenAccount
    move_money: MoveMoney
    statements: Statements
    relay: Relay


def ledger_in_memory() -> Ledger:
    """Give a ledger that forgets everything when it is gone."""
    return _ledger(InMemoryAccountEvents())


@asynccontextmanager
async def ledger_on(url: str = DEFAULT_URL) -> AsyncIterator[Ledger]:
    """Open the ledger in the database at this URL, and make its tables where there are none."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        yield _ledger(SqlAccountEvents(engine))
    finally:
        await engine.dispose()


def _ledger(events: AccountEvents) -> Ledger:
    accounts = EventSourcedAccounts(events)
    bus = InProcessBus()
    statements = Statements()
    bus.subscribe(statements.take)
    return Ledger(
        accounts,
        OpenAccount(accounts, _new_id, _now),
        MoveMoney(accounts, _now),
        statements,
        Relay(events, bus),
    )


def _new_id() -> AccountId:
    return AccountId(str(uuid4()))


def _now() -> datetime:
    return datetime.now(UTC)

"""The tests that everybody writes, in memory and on a database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from ledger.adapters.memory import InMemoryAccountEvents
from ledger.adapters.sql.events import SqlAccountEvents
from ledger.adapters.sql.tables import metadata
from ledger.composition import Ledger, ledger_in_memory, ledger_on
from ledger.domain.account import AccountSnapshot, NotAllowed
from ledger.domain.events import AccountId, AccountOpened, MoneyDeposited
from ledger.domain.money import Currency, Money
from ledger.domain.ports import AccountEvents, AccountNotFound, ConcurrentChange

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ANA = AccountId("a-1")
TEN = Money(Decimal("10.00"), Currency.EUR)

Story = Callable[[Ledger], Awaitable[None]]
EventsStory = Callable[[AccountEvents], Awaitable[None]]


@pytest.fixture(params=["in memory", "on a database"])
def tell(request: pytest.FixtureRequest, database: Path) -> Callable[[Story], None]:
    async def on_a_database(story: Story) -> None:
        async with ledger_on(f"sqlite+aiosqlite:///{database}") as ledger:
            await story(ledger)

    async def in_memory(story: Story) -> None:
        await story(ledger_in_memory())

    told = in_memory if request.param == "in memory" else on_a_database
    return lambda story: asyncio.run(told(story))


@pytest.fixture(params=["in memory", "on a database"])
def tell_events(request: pytest.FixtureRequest, engine: AsyncEngine) -> Callable[[EventsStory], None]:
    async def on_a_database(story: EventsStory) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await story(SqlAccountEvents(engine))

    async def in_memory(story: EventsStory) -> None:
        await story(InMemoryAccountEvents())

    told = in_memory if request.param == "in memory" else on_a_database
    return lambda story: asyncio.run(told(story))


def test_money_goes_in_and_out(tell: Callable[[Story], None]) -> None:
    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        await ledger.move_money.deposit(account_id, TEN)
        await ledger.move_money.withdraw(account_id, Money(Decimal("2.50"), Currency.EUR))
        account = await ledger.accounts.get(account_id)
        assert account.balance == Money(Decimal("7.50"), Currency.EUR)
        with pytest.raises(NotAllowed):
            await ledger.move_money.withdraw(account_id, TEN)

    tell(story)


def test_what_nobody_opened_is_not_found(tell: Callable[[Story], None]) -> None:
    async def story(ledger: Ledger) -> None:
        with pytest.raises(AccountNotFound):
            await ledger.accounts.get(AccountId("none"))

    tell(story)


def test_a_statement_has_what_the_relay_passed_on(tell: Callable[[Story], None]) -> None:
    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        await ledger.move_money.deposit(account_id, TEN, "salary")
        assert [await ledger.relay.run_once(), await ledger.relay.run_once()] == [2, 0]
        assert [line.note for line in ledger.statements.of(account_id)] == ["salary"]

    tell(story)


def test_events_come_back(tell_events: Callable[[EventsStory], None]) -> None:
    async def story(events: AccountEvents) -> None:
        opened = AccountOpened(at=NOON, owner="Ana", currency=Currency.EUR)
        deposited = MoneyDeposited(at=NOON, amount=TEN)
        assert await events.append(ANA, [opened, deposited], 0) == 2
        assert [each.event for each in await events.load(ANA)] == [opened, deposited]
        assert [each.event for each in await events.load(ANA, after_version=1)] == [deposited]

    tell_events(story)


def test_a_stale_append_is_refused(tell_events: Callable[[EventsStory], None]) -> None:
    async def story(events: AccountEvents) -> None:
        await events.append(ANA, [AccountOpened(at=NOON, owner="Ana", currency=Currency.EUR)], 0)
        with pytest.raises(ConcurrentChange):
            await events.append(ANA, [MoneyDeposited(at=NOON, amount=TEN)], 0)

    tell_events(story)


def test_a_snapshot_is_kept(tell_events: Callable[[EventsStory], None]) -> None:
    async def story(events: AccountEvents) -> None:
        snapshot = AccountSnapshot("Ana", TEN, closed=False)
        await events.save_snapshot(ANA, 2, snapshot)
        assert await events.load_snapshot(ANA) == (2, snapshot)

    tell_events(story)


def test_a_subscriber_goes_on_where_it_was(tell_events: Callable[[EventsStory], None]) -> None:
    async def story(events: AccountEvents) -> None:
        await events.append(ANA, [AccountOpened(at=NOON, owner="Ana", currency=Currency.EUR)], 0)
        [first] = await events.poll("relay")
        await events.acknowledge("relay", first.position)
        assert await events.poll("relay") == []

    tell_events(story)

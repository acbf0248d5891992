"""The ledger as it is put together, from the use cases to the file, and the relay behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.accounts import AccountsContract
from ledger.adapters.bus import InProcessBus
from ledger.adapters.memory import InMemoryAccountEvents
from ledger.application.move_money import MoveMoney
from ledger.application.relay import Relay
from ledger.composition import Ledger, ledger_in_memory, ledger_on
from ledger.domain.account import Account, NotAllowed
from ledger.domain.events import AccountId, RecordedEvent
from ledger.domain.money import Currency, Money
from ledger.domain.ports import AccountEvents, AccountNotFound, ConcurrentChange
from tests.test_account_rules import NOON, eur

Story = Callable[[Ledger], Awaitable[None]]


@pytest.fixture(params=["in memory", "on a database"])
def tell(request: pytest.FixtureRequest, database: Path) -> Callable[[Story], None]:
    async def on_a_database(story: Story) -> None:
        async with ledger_on(f"sqlite+aiosqlite:///{database}") as ledger:
            await story(ledger)

    async def in_memory(story: Story) -> None:
        await story(ledger_in_memory())

    told = in_memory if request.param == "in memory" else on_a_database
    return lambda story: asyncio.run(told(story))


def test_money_goes_in_and_out(tell: Callable[[Story], None]) -> None:
    """And no more than there is."""

    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        assert await ledger.move_money.deposit(account_id, eur("10")) == eur("10")
        assert await ledger.move_money.withdraw(account_id, eur("2.50")) == eur("7.50")
        with pytest.raises(NotAllowed):
            await ledger.move_money.withdraw(account_id, eur("7.51"))
        assert (await ledger.accounts.get(account_id)).balance == eur("7.50")

    tell(story)


def test_what_nobody_opened_is_not_found(tell: Callable[[Story], None]) -> None:
    async def story(ledger: Ledger) -> None:
        with pytest.raises(AccountNotFound):
            await ledger.move_money.deposit(AccountId("none"), eur("1"))

    tell(story)


def test_a_statement_has_what_the_relay_passed_on(tell: Callable[[Story], None]) -> None:
    """Each movement once, however often the relay runs."""

    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        await ledger.move_money.deposit(account_id, eur("10"), "salary")
        await ledger.move_money.withdraw(account_id, eur("2.50"), "coffee")
        assert ledger.statements.of(account_id) == []
        assert [await ledger.relay.run_once(), await ledger.relay.run_once()] == [3, 0]
        lines = [(line.amount, line.note) for line in ledger.statements.of(account_id)]
        assert lines == [(Decimal("10.00"), "salary"), (Decimal("-2.50"), "coffee")]

    tell(story)


def test_many_deposits_at_once_all_arrive(tell: Callable[[Story], None]) -> None:
    """Who comes too late loads the account again."""

    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        await asyncio.gather(*(ledger.move_money.deposit(account_id, eur("1")) for _ in range(3)))
        assert (await ledger.accounts.get(account_id)).balance == eur("3")

    tell(story)


def test_an_account_with_many_events_begins_at_its_snapshot(tell: Callable[[Story], None]) -> None:
    async def story(ledger: Ledger) -> None:
        account_id = await ledger.open_account("Ana", Currency.EUR)
        for _ in range(52):
            await ledger.move_money.deposit(account_id, eur("0.10"))
        account = await ledger.accounts.get(account_id)
        assert (account.balance, account.version) == (eur("5.20"), 53)

    tell(story)


def test_a_handler_that_fails_is_asked_again() -> None:
    """The event is not acknowledged, and nothing behind it is passed on before it is."""

    async def story() -> None:
        events: AccountEvents = InMemoryAccountEvents()
        account = Account.open(AccountId("a-1"), "Ana", Currency.EUR, NOON)
        account.deposit(eur("1"), NOON)
        await events.append(account.id, account.pending_events, 0)
        bus, taken = InProcessBus(), list[int]()

        async def handler(recorded: RecordedEvent) -> None:
            taken.append(recorded.position)
            if taken == [1, 2]:
                raise ConnectionError

        bus.subscribe(handler)
        relay = Relay(events, bus)
        with pytest.raises(ConnectionError):
            await relay.run_once()
        assert await relay.run_once() == 1
        assert taken == [1, 2, 2]

    asyncio.run(story())


def test_whoever_is_always_too_late_is_told() -> None:
    """Five times are enough, over any accounts that keep the contract."""

    class Busy:
        """Accounts in which somebody else is always faster."""

        def __init__(self) -> None:
            self.tried = 0

        async def get(self, account_id: AccountId) -> Account:
            return Account.open(account_id, "Ana", Currency.EUR, NOON)

        async def save(self, account: Account) -> None:
            self.tried += 1
            raise ConcurrentChange(account.id, 1, 2)

    busy = Busy()
    with pytest.raises(ConcurrentChange):
        asyncio.run(MoveMoney(busy, lambda: NOON).deposit(AccountId("a-1"), Money(Decimal(1), Currency.EUR)))
    assert busy.tried == 5


def test_the_use_cases_work_on_the_contracts_own_fake() -> None:
    """It is made from the port and its policies: `stale = raises(ConcurrentChange)` holds there too."""

    async def story() -> None:
        accounts = AccountsContract.fake()
        await accounts.save(Account.open(AccountId("a-1"), "Ana", Currency.EUR, NOON))
        assert await MoveMoney(accounts, lambda: NOON).deposit(AccountId("a-1"), eur("1")) == eur("1")
        assert (await accounts.get(AccountId("a-1"))).balance == eur("1")

    asyncio.run(story())

"""What may happen to an account, and what may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from ledger.domain.account import Account, NotAllowed
from ledger.domain.events import AccountEvent, AccountId, AccountOpened, MoneyDeposited
from ledger.domain.money import Currency, Money

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), Currency.EUR)


@pytest.fixture
def account() -> Account:
    account = Account.open(AccountId("a-1"), "Ana", Currency.EUR, NOON)
    account.deposit(eur("10"), NOON)
    return account


def test_what_happens_is_pending_until_it_is_stored(account: Account) -> None:
    """The version counts what is stored, and nothing else."""
    assert [type(each) for each in account.pending_events] == [AccountOpened, MoneyDeposited]
    assert account.version == 0
    account.mark_stored()
    assert (account.pending_events, account.version) == ((), 2)


def test_events_make_the_account_again(account: Account) -> None:
    """As it was, with nothing pending."""
    again = Account(account.id).replay(account.pending_events)
    assert (again.owner, again.balance, again.version) == ("Ana", eur("10.00"), 2)
    assert again.pending_events == ()


def test_a_snapshot_stands_for_the_events_before_it(account: Account) -> None:
    account.mark_stored()
    again = Account.restore(account.id, account.snapshot(), account.version)
    assert (again.owner, again.balance, again.closed, again.version) == ("Ana", eur("10"), False, 2)


REFUSED: dict[str, Callable[[Account], None]] = {
    "more than there is": lambda account: account.withdraw(eur("10.01"), NOON),
    "nothing": lambda account: account.deposit(eur("0"), NOON),
    "less than nothing": lambda account: account.withdraw(eur("-1"), NOON),
    "another currency": lambda account: account.deposit(Money(Decimal(1), Currency.USD), NOON),
    "an end with money in it": lambda account: account.close(NOON, "moved"),
}


@pytest.mark.parametrize("move", REFUSED.values(), ids=REFUSED)
def test_what_is_refused_never_happened(account: Account, move: Callable[[Account], None]) -> None:
    with pytest.raises(NotAllowed):
        move(account)
    assert (account.balance, len(account.pending_events)) == (eur("10"), 2)


def test_nothing_happens_to_a_closed_account(account: Account) -> None:
    account.withdraw(eur("10"), NOON)
    account.close(NOON, "moved")
    with pytest.raises(NotAllowed, match="closed"):
        account.deposit(eur("1"), NOON)


def test_an_account_is_somebodys() -> None:
    with pytest.raises(ValueError, match="somebody"):
        Account.open(AccountId("a-1"), " ", Currency.EUR, NOON)


def test_an_event_that_is_not_known_is_no_event(account: Account) -> None:
    with pytest.raises(TypeError, match="AccountEvent"):
        account.replay([AccountEvent(at=NOON)])


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "0.001", "1000000000000"])
def test_money_is_exact_to_the_cent(amount: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        eur(amount)


def test_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="add up"):
        eur("1") + Money(Decimal(1), Currency.USD)


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        MoneyDeposited(at=NOON.replace(tzinfo=None), amount=eur("1"))

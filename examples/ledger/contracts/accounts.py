"""What everything that keeps accounts promises."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from dovetail import RepositoryContract, raises
from hypothesis import strategies as st

from ledger.domain.account import Account
from ledger.domain.events import AccountId
from ledger.domain.money import Currency, Money
from ledger.domain.ports import AccountNotFound, Accounts, ConcurrentChange

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
_owners = st.text("Ana ", min_size=1, max_size=8).filter(str.strip)
_cents = st.lists(st.integers(1, 10**9), max_size=4)


def opened(account_id: AccountId, owner: str, currency: Currency, deposits: list[int]) -> Account:
    """An account is what has happened to it: it cannot be made in any other way."""
    account = Account.open(account_id, owner, currency, NOON)
    for cents in deposits:
        account.deposit(Money(Decimal(cents).scaleb(-2), currency), NOON)
    return account


class AccountsContract(RepositoryContract):
    port = Accounts
    aggregates = st.builds(opened, st.text(max_size=12), _owners, st.sampled_from(Currency), _cents)
    missing = raises(AccountNotFound)
    stale = raises(ConcurrentChange)

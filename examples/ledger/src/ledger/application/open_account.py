"""Open an account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ledger.domain.account import Account
from ledger.domain.events import AccountId
from ledger.domain.money import Currency
from ledger.domain.ports import Accounts


@dataclass(frozen=True)
class OpenAccount:
    """A use case: call it with the owner and the currency, and it gives the new account's id."""

    accounts: Accounts
    new_id: Callable[[], AccountId]
    now: Callable[[], datetime]

    async def __call__(self, owner: str, currency: Currency) -> AccountId:
        account = Account.open(self.new_id(), owner, currency, self.now())
        await self.accounts.save(account)
        return account.id

"""Put money into an account, and take it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ledger.domain.account import Account
from ledger.domain.events import AccountId
from ledger.domain.money import Money
from ledger.domain.ports import Accounts, ConcurrentChange

ATTEMPTS = 5


@dataclass(frozen=True)
class MoveMoney:
    """Two use cases. Where somebody else moves money at the same moment, the account is asked again."""

    accounts: Accounts
    now: Callable[[], datetime]

    async def deposit(self, account_id: AccountId, amount: Money, note: str = "") -> Money:
        """Put money in, and give the new balance."""
        return await self._change(account_id, lambda account: account.deposit(amount, self.now(), note))

    async def withdraw(self, account_id: AccountId, amount: Money, note: str = "") -> Money:
        """Take money out, and give the new balance."""
        return await self._change(account_id, lambda account: account.withdraw(amount, self.now(), note))

    async def _change(self, account_id: AccountId, change: Callable[[Account], None]) -> Money:
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._once(account_id, change)
            except ConcurrentChange:
                continue
        return await self._once(account_id, change)

    async def _once(self, account_id: AccountId, change: Callable[[Account], None]) -> Money:
        account = await self.accounts.get(account_id)
        change(account)
        await self.accounts.save(account)
        return account.balance

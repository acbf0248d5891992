"""Accounts, made from their events."""

from __future__ import annotations

from ledger.domain.account import Account
from ledger.domain.events import AccountId
from ledger.domain.ports import AccountEvents, AccountNotFound

SNAPSHOT_EVERY = 50


class EventSourcedAccounts:
    """An `Accounts` over any `AccountEvents`. Every so many events it keeps a snapshot, to begin from."""

    def __init__(self, events: AccountEvents, snapshot_every: int = SNAPSHOT_EVERY) -> None:
        self._events = events
        self._snapshot_every = snapshot_every

    async def get(self, account_id: AccountId) -> Account:
        kept = await self._events.load_snapshot(account_id)
        account = Account(account_id)
        if kept is not None:
            version, snapshot = kept
            account = Account.restore(account_id, snapshot, version)
        recorded = await self._events.load(account_id, account.version)
        if not account.replay(each.event for each in recorded).version:
            raise AccountNotFound(account_id)
        return account

    async def save(self, account: Account) -> None:
        before = account.version
        await self._events.append(account.id, account.pending_events, before)
        account.mark_stored()
        if account.version // self._snapshot_every > before // self._snapshot_every:
            await self._events.save_snapshot(account.id, account.version, account.snapshot())

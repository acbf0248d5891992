"""An account: what its events have made of it, and what may happen to it next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from ledger.domain.events import (
    AccountClosed,
    AccountEvent,
    AccountId,
    AccountOpened,
    MoneyDeposited,
    MoneyWithdrawn,
)
from ledger.domain.money import Currency, Money


class NotAllowed(Exception):
    """The account is not, or no longer, in a state that permits this."""


@dataclass(frozen=True)
class AccountSnapshot:
    """What an account had come to, so that nobody reads all of its events again."""

    owner: str
    balance: Money
    closed: bool


@dataclass(eq=False)
class Account:
    """One account. `version` counts those of its events that are stored."""

    id: AccountId
    owner: str = ""
    balance: Money = field(default_factory=lambda: Money.nothing(Currency.EUR))
    closed: bool = False
    version: int = 0
    _pending_events: list[AccountEvent] = field(default_factory=list, repr=False)

    @classmethod
    def open(cls, account_id: AccountId, owner: str, currency: Currency, at: datetime) -> Self:
        """Begin an account, with nothing in it."""
        if not owner.strip():
            raise ValueError("an account is somebody's")
        account = cls(account_id)
        account._happen(AccountOpened(at=at, owner=owner, currency=currency))
        return account

    @classmethod
    def restore(cls, account_id: AccountId, snapshot: AccountSnapshot, version: int) -> Self:
        """Give the account as it was after so many events."""
        return cls(account_id, snapshot.owner, snapshot.balance, snapshot.closed, version)

    def snapshot(self) -> AccountSnapshot:
        """Write down what the account has come to."""
        return AccountSnapshot(self.owner, self.balance, self.closed)

    def replay(self, events: Iterable[AccountEvent]) -> Self:
        """Let what is stored happen again: nothing of it is asked whether it may, and nothing is new."""
        for event in events:
            self._apply(event)
            self.version += 1
        return self

    def deposit(self, amount: Money, at: datetime, note: str = "") -> None:
        """Put money in."""
        self._require_open()
        self._require_positive(amount)
        self._happen(MoneyDeposited(at=at, amount=amount, note=note))

    def withdraw(self, amount: Money, at: datetime, note: str = "") -> None:
        """Take money out, as far as there is any."""
        self._require_open()
        self._require_positive(amount)
        if self.balance < amount:
            raise NotAllowed(f"{amount.amount} is more than the {self.balance.amount} that there are")
        self._happen(MoneyWithdrawn(at=at, amount=amount, note=note))

    def close(self, at: datetime, reason: str) -> None:
        """End the account. What is in it must have been taken out."""
        self._require_open()
        if self.balance.amount:
            raise NotAllowed(f"there are {self.balance.amount} in it")
        self._happen(AccountClosed(at=at, reason=reason))

    @property
    def pending_events(self) -> tuple[AccountEvent, ...]:
        """What has happened and is not stored yet."""
        return tuple(self._pending_events)

    def mark_stored(self) -> None:
        """Take note that what was pending is stored."""
        self.version += len(self._pending_events)
        self._pending_events.clear()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Account) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)

    def _require_open(self) -> None:
        if self.closed:
            raise NotAllowed("the account is closed")

    def _require_positive(self, amount: Money) -> None:
        if amount.currency is not self.balance.currency:
            raise NotAllowed(f"the account is in {self.balance.currency.value}")
        if not Money.nothing(amount.currency) < amount:
            raise NotAllowed(f"an amount that moves is more than nothing, not {amount.amount}")

    def _happen(self, event: AccountEvent) -> None:
        self._apply(event)
        self._pending_events.append(event)

    def _apply(self, event: AccountEvent) -> None:
        match event:
            case AccountOpened():
                self.owner = event.owner
                self.balance = Money.nothing(event.currency)
            case MoneyDeposited():
                self.balance += event.amount
            case MoneyWithdrawn():
                self.balance -= event.amount
            case AccountClosed():
                self.closed = True
            case _:
                raise TypeError(f"nothing is known of {type(event).__name__}")

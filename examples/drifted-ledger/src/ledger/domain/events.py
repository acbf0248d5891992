"""What can happen to an account. An event is a fact: it has a name in the past tense, and never changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType
from uuid import UUID, uuid4

from ledger.domain.money import Currency, Money

AccountId = NewType("AccountId", str)


@dataclass(frozen=True, kw_only=True)
class AccountEvent:
    """What all events have: a name of their own, and the time at which they happened, with its offset."""

    id: UUID = field(default_factory=uuid4)
    at: datetime

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError(f"an event happened at a time with an offset, not at {self.at}")


@dataclass(frozen=True, kw_only=True)
class AccountOpened(AccountEvent):
    """Somebody has an account now."""

    owner: str
    currency: Currency


@dataclass(frozen=True, kw_only=True)
class MoneyDeposited(AccountEvent):
    """There is more in it."""

    amount: Money
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MoneyWithdrawn(AccountEvent):
    """There is less in it."""

    amount: Money
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountClosed(AccountEvent):
    """Nothing happens to it any more."""

    reason: str


@dataclass(frozen=True)
class RecordedEvent:
    """An event where it is kept: as which of its account's events, counted from 1, and as which of all."""

    account_id: AccountId
    version: int
    position: int
    event: AccountEvent

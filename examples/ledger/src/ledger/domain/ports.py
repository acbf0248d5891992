"""What the ledger needs of the outside: somewhere to keep events, and somebody to tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from ledger.domain.account import Account, AccountSnapshot
from ledger.domain.events import AccountEvent, AccountId, RecordedEvent

Handler = Callable[[RecordedEvent], Awaitable[None]]


class AccountNotFound(Exception):
    """Nothing has ever happened to such an account."""


class ConcurrentChange(Exception):
    """Something has happened to the account meanwhile: load it again, and decide again."""

    def __init__(self, account_id: AccountId, expected: int, actual: int) -> None:
        super().__init__(f"{account_id}: {expected} events were expected, and there are {actual}")
        self.expected = expected
        self.actual = actual


class AlreadyRecorded(Exception):
    """An event with this id is stored already."""


class CorruptEvent(Exception):
    """What is stored cannot be read as an event."""


class UnknownEvent(CorruptEvent):
    """An event of a type of which this version of the ledger knows nothing."""


class LedgerUnavailable(Exception):
    """The ledger cannot be reached now; what is in it is not known."""


class AccountEvents(Protocol):
    """Every account's events, in the order in which they happened."""

    async def append(
        self, account_id: AccountId, events: Sequence[AccountEvent], expected_version: int
    ) -> int:
        """Record what has happened to an account, all of it or nothing, and give its number of events.

        Raises `ConcurrentChange` where there were more or fewer than expected, and `AlreadyRecorded` for an
        event that is stored.
        """

    async def load(self, account_id: AccountId, after_version: int = 0) -> list[RecordedEvent]:
        """Give an account's events behind that one; none, where there is no such account."""

    async def read_all(self, after_position: int = 0, limit: int | None = None) -> list[RecordedEvent]:
        """Give the events of all accounts behind that position."""

    async def save_snapshot(self, account_id: AccountId, version: int, snapshot: AccountSnapshot) -> None:
        """Keep what an account had come to after so many events, unless a newer one is kept."""

    async def load_snapshot(self, account_id: AccountId) -> tuple[int, AccountSnapshot] | None:
        """Give the newest snapshot, and after how many events it was taken."""

    async def poll(self, subscriber: str, limit: int = 100) -> list[RecordedEvent]:
        """Give a subscriber the events behind the position that it has acknowledged."""

    async def acknowledge(self, subscriber: str, position: int) -> None:
        """Take note that a subscriber is done with all events up to this position."""


class Accounts(Protocol):
    """All accounts."""

    async def get(self, account_id: AccountId) -> Account:
        """Give an account as it is now, or raise `AccountNotFound`."""

    async def save(self, account: Account) -> None:
        """Record what has happened to an account since it was loaded, or raise `ConcurrentChange`."""


class EventBus(Protocol):
    """Whoever wants to know what happened."""

    async def publish(self, event: RecordedEvent) -> None:
        """Tell all who want to know; raise what one of them raises."""

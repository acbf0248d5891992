"""What the owner of an account reads at the end of the month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from ledger.domain.events import AccountId, MoneyDeposited, MoneyWithdrawn, RecordedEvent


@dataclass(frozen=True)
class StatementLine:
    """One movement."""

    at: datetime
    amount: Decimal
    note: str


class Statements:
    """Each account's movements, as far as the bus has told them. What it is told twice counts once."""

    def __init__(self) -> None:
        self._lines: dict[AccountId, list[StatementLine]] = defaultdict(list)
        self._position = 0

    async def take(self, recorded: RecordedEvent) -> None:
        """Take down one event."""
        if recorded.position <= self._position:
            return
        match recorded.event:
            case MoneyDeposited(at=at, amount=money, note=note):
                self._lines[recorded.account_id].append(StatementLine(at, money.amount, note))
            case MoneyWithdrawn(at=at, amount=money, note=note):
                self._lines[recorded.account_id].append(StatementLine(at, -money.amount, note))
        self._position = recorded.position

    def of(self, account_id: AccountId) -> list[StatementLine]:
        """Give an account's lines, the oldest first."""
        return list(self._lines[account_id])

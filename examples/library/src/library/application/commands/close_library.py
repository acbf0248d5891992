"""Close the library on a day, and open it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from library.application.commands.ports import Closures, TransactionManager
from library.domain.closures import Closure


@dataclass(frozen=True)
class CloseLibrary:
    """Call it with the day and the reason."""

    closures: Closures
    transaction: TransactionManager

    def __call__(self, day: date, reason: str) -> None:
        self.closures.save(Closure(day, reason))
        self.transaction.commit()


@dataclass(frozen=True)
class ReopenLibrary:
    """Call it with the day."""

    closures: Closures
    transaction: TransactionManager

    def __call__(self, day: date) -> None:
        self.closures.remove(day)
        self.transaction.commit()

"""A clock that tests move."""

from __future__ import annotations

import datetime as dt


class Clock:
    """Stands still until somebody lets time pass."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def moment(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.now, tz=dt.UTC)

    def advance(self, seconds: float) -> None:
        self.now += seconds

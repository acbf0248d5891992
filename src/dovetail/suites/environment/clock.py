"""A clock that is handed over to an adapter, and moved instead of waited for."""

from __future__ import annotations

import datetime as dt
from typing import Any


class Clock:
    """The time as an adapter sees it: what it really is, and what was skipped.

    Called, it gives the moment as an aware datetime, as `now()` does; `time()` gives the seconds since 1970.
    """

    def __init__(self) -> None:
        self._skipped = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return self.now()

    def now(self, tz: dt.tzinfo | None = dt.UTC) -> dt.datetime:
        """The moment, as `datetime.now(tz)` gives it; in UTC where no zone is asked for."""
        return (dt.datetime.now(dt.UTC) + self._skipped).astimezone(tz or dt.UTC)

    def time(self) -> float:
        """The seconds since 1970, as `time.time()` gives them."""
        return self.now().timestamp()

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._skipped += dt.timedelta(seconds=seconds)

    def as_asked(self, hint: str) -> Any:
        """The clock in the form that a parameter's annotation asks for.

        Args:
            hint: the annotation as text; empty where there is none.

        Returns:
            A function of seconds where the annotation says float or int, else the clock itself.
        """
        seconds = ("float" in hint or "int" in hint) and "datetime" not in hint
        return self.time if seconds else self

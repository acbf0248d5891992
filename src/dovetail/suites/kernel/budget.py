"""A time budget for a suite: what each clause may take of it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from dovetail.errors import ContractError

_UNITS = {"": 1.0, "s": 1.0, "ms": 0.001, "m": 60.0, "min": 60.0}
_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*")


@dataclass(slots=True)
class Budget:
    """The seconds that a suite may take, and how many of its clauses are still to run.

    What one clause leaves, the others of its suite have.

    Attributes:
        seconds: what is left.
        clauses: how many share it.
        of: what it was at first.
    """

    seconds: float
    clauses: int
    of: float = 0.0

    def __post_init__(self) -> None:
        self.of = self.of or self.seconds

    def deadline(self) -> float:
        """Until when the next clause may run, by `time.monotonic`."""
        return time.monotonic() + max(0.0, self.seconds) / max(1, self.clauses)

    def spend(self, seconds: float) -> None:
        """Note what a clause took."""
        self.seconds -= seconds
        self.clauses -= 1


def seconds_of(written: object, where: str) -> float:
    """The seconds that a budget is written as: a number, or text such as `5s`, `500ms` or `2m`.

    Raises:
        ContractError: it says no time.
    """
    if isinstance(written, (int, float)) and not isinstance(written, bool) and written > 0:
        return float(written)
    found = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if found is None or found[2] not in _UNITS or not float(found[1]):
        raise ContractError(f"{where} is {written!r}, which is no time", "write seconds: 5s, 0.5s, 500ms or 2m")
    return float(found[1]) * _UNITS[found[2]]

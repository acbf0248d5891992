"""When the library is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Closure:
    """A day on which nobody can bring a book back."""

    day: date
    reason: str

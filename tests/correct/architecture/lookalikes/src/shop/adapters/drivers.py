from __future__ import annotations

from typing import Protocol


class Connection(Protocol):
    """An interface of infrastructure's own: it speaks of nothing in the core."""

    def execute(self, statement: str) -> list[tuple[object, ...]]: ...

"""A hasher that is handed over to an adapter, and counts how often it is asked to hash."""

from __future__ import annotations

import functools
from typing import Any

from dovetail.conventions import words

_HASHING = frozenset().union(
    *(words(f"password_hasher.operations.{word}") for word in ("hash", "verify", "verify_and_update"))
)


class Counting:
    """The hasher of a contract, as an adapter sees it; what it does not count goes straight through."""

    def __init__(self, hasher: Any) -> None:
        self._dovetail_hasher = hasher
        self._dovetail_count = 0

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._dovetail_hasher, name)
        if name not in _HASHING or not callable(held):
            return held

        @functools.wraps(held)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._dovetail_count += 1
            return held(*args, **kwargs)

        return counted


def counted(hasher: Counting) -> int:
    """How often it was asked to hash or to verify so far."""
    return int(vars(hasher)["_dovetail_count"])

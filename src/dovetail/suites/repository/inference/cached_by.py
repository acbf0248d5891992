"""`CachedBy`: how a contract reaches the cache of an adapter that answers out of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.errors import ContractError


@dataclass(frozen=True, slots=True)
class CachedBy:
    """How the cache of a cached adapter is emptied, cut off and poisoned, each by a function of the adapter.

    Attributes:
        empty: empties the cache, and nothing else.
        down: gives a context manager inside of which the cache cannot be reached.
        poison: one or several functions that overwrite every entry with what cannot be read, or with what an older
            version of the class had written.
        inner: the adapter's attribute that is the bare adapter behind the cache; the one that has all of the port's
            operations, where it is not said.
        loads_once: whether of those that miss one key at the same time one alone asks the bare adapter.
    """

    empty: Callable[[Any], Any]
    down: Callable[[Any], Any] | None = None
    poison: Callable[[Any], Any] | Sequence[Callable[[Any], Any]] = ()
    inner: str | None = None
    loads_once: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be called.

        Raises:
            ContractError: with the line to write.
        """
        if not callable(self.empty):
            raise ContractError(
                f"CachedBy(empty={self.empty!r}) is no function of the adapter",
                "CachedBy(empty=lambda orders: orders.cache.clear())",
            )
        if self.down is not None and not callable(self.down):
            raise ContractError(
                f"CachedBy(down={self.down!r}) is no function of the adapter",
                "CachedBy(..., down=lambda orders: orders.cache.unplugged()), which gives a context manager",
            )

    @property
    def poisons(self) -> tuple[Callable[[Any], Any], ...]:
        """The ways to poison it."""
        return (self.poison,) if callable(self.poison) else tuple(self.poison)

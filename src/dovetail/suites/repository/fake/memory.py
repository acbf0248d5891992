"""What a fake holds: copies of aggregates, in the order in which they were first saved."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dovetail.values import Picture, compare, picture


@dataclass
class Memory:
    """Aggregates by key, compared by structure as the clauses compare them, never by the key's own equality.

    Attributes:
        key: gives an aggregate's key.
        tracks: whether what is put in is kept itself, as a unit of work tracks what its session loaded, and no copy.
    """

    key: Callable[[Any], Any]
    tracks: bool = False
    _held: list[tuple[Picture, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Any]:
        """The aggregates themselves, to be read and never to be handed out."""
        return (aggregate for _, aggregate in self._held)

    def find(self, key: Any) -> Any:
        """The aggregate itself under a key, or None."""
        place = self._place(key)
        return None if place is None else self._held[place][1]

    def put(self, aggregate: Any) -> Any:
        """Keep the aggregate as it is now, in place of what was kept under its key; what is kept."""
        kept = self.copy(aggregate)
        key = picture(copy.deepcopy(self.key(kept)))
        place = self._place(key)
        if place is None:
            self._held.append((key, kept))
        else:
            self._held[place] = key, kept
        return kept

    def remove(self, key: Any) -> None:
        """Forget what is kept under a key."""
        place = self._place(key)
        if place is not None:
            del self._held[place]

    def copy(self, aggregate: Any) -> Any:
        """The aggregate as it goes in or out."""
        return aggregate if self.tracks else copy.deepcopy(aggregate)

    def _place(self, key: Any) -> int | None:
        wanted = picture(key)
        return next((place for place, (held, _) in enumerate(self._held) if compare(held, wanted) is None), None)

"""What a fake holds: copies of aggregates, in the order in which they were first saved."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dovetail.values import Picture, compare, picture
from dovetail.values.copies import copied
from dovetail.values.picture import Node
from dovetail.values.shape import Kind

_EXACT = {str, bytes, int, UUID}

Held = dict[Hashable, tuple[Picture, Any, Any]]
"""Aggregates, each with the picture of its key and with its owner, where the aggregate does not say whose it is."""


@dataclass
class Memory:
    """Aggregates by key, compared by structure as the clauses compare them, never by the key's own equality.

    Attributes:
        key: gives an aggregate's key.
        tracks: whether what is put in is kept itself, as a unit of work tracks what its session loaded, and no copy.
    """

    key: Callable[[Any], Any]
    tracks: bool = False
    _held: Held = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[Any]:
        """The aggregates themselves, to be read and never to be handed out."""
        return (aggregate for _, aggregate, _ in self._held.values())

    def find(self, key: Any) -> Any:
        """The aggregate itself under a key, or None."""
        return self._held.get(self._place(picture(key)), (None, None, None))[1]

    def owner_of(self, aggregate: Any) -> Any:
        """Whose the aggregate is that is kept; None where it says so itself."""
        return next((owner for _, held, owner in self._held.values() if held is aggregate), None)

    def put(self, aggregate: Any, owner: Any = None) -> Any:
        """Keep the aggregate as it is now, in place of what was kept under its key; what is kept."""
        kept = self.copy(aggregate)
        key = picture(copy.deepcopy(self.key(kept)))
        self._held[self._place(key)] = key, kept, owner
        return kept

    def remove(self, key: Any) -> None:
        """Forget what is kept under a key."""
        self._held.pop(self._place(picture(key)), None)

    def state(self) -> Held:
        """What is kept now, to go back to."""
        return dict(self._held)

    def restore(self, state: Held) -> None:
        """Keep again what was kept then."""
        self._held = state

    @staticmethod
    def apart(state: Held) -> Held:
        """The same with copies of the aggregates."""
        return {place: (key, copied(aggregate), owner) for place, (key, aggregate, owner) in state.items()}

    def copy(self, aggregate: Any) -> Any:
        """The aggregate as it goes in or out."""
        return aggregate if self.tracks else copied(aggregate)

    def _place(self, key: Picture) -> Hashable:
        """Where a key's aggregate is, or is to be."""
        exact = _exact(key.root)
        if exact is not None:
            return exact
        return next((place for place, (held, _, _) in self._held.items() if compare(held, key) is None), object())


def alike(one: Any, two: Any) -> bool:
    """Whether two values are the same by structure; at once where their own equality says no less."""
    return bool(one == two) if type(one) is type(two) and type(one) in _EXACT else compare(one, two) is None


def _exact(key: object) -> Hashable | None:
    """What identifies a usual key, bare or wrapped; None for one that only a comparison can tell from others."""
    if type(key) in _EXACT:
        return type(key), key
    if isinstance(key, Node) and key.kind is Kind.RECORD and all(type(part) in _EXACT for part in key.parts):
        return key.cls, frozenset((name, type(part), part) for name, part in key.items())
    return None

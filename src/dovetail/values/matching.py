"""Matching the elements of two collections in which order means nothing."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from dovetail.values.leaf import form
from dovetail.values.picture import Node
from dovetail.values.shape import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence


class Matching:
    """A largest matching of the elements of two collections.

    Args:
        ones: the elements that want a partner.
        others: the elements that may be one.
        same: whether two elements may be partners.
        transitive: whether `same` is an equality; with a tolerance it need not be.
    """

    def __init__(
        self,
        ones: Sequence[object],
        others: Sequence[object],
        same: Callable[[object, object], bool],
        *,
        transitive: bool,
    ) -> None:
        self._ones, self._others, self._same, self._transitive = ones, others, same, transitive
        self._partner: list[int | None] = [None] * len(ones)
        self._taken: dict[int, int] = {}

    def partners(self) -> list[int | None]:
        """For each of `ones` the index of its partner in `others`, or None."""
        self._match_look_alikes()
        for index, partner in enumerate(self._partner):
            may_look_otherwise = type(self._ones[index]) is Node or not self._transitive
            if partner is None and may_look_otherwise and len(self._taken) < len(self._others):
                self._match(index)
        return self._partner

    def _match_look_alikes(self) -> None:
        """Matches in one pass what looks the same, which is nearly everything."""
        by_look: dict[Hashable, deque[int]] = {}
        for index, other in enumerate(self._others):
            by_look.setdefault(_look(other), deque()).append(index)
        for index, one in enumerate(self._ones):
            candidates = by_look.get(_look(one), deque())
            found = next((at for at in candidates if self._same(one, self._others[at])), None)
            if found is not None:
                self._partner[index], self._taken[found] = found, index
                candidates.remove(found)

    def _match(self, start: int) -> None:
        """Finds a partner for one element, if need be by finding other partners for those in its way."""
        reached_from: dict[int, int] = {}
        waiting = deque([start])
        while waiting:
            index = waiting.popleft()
            for candidate, other in enumerate(self._others):
                is_taken = candidate in self._taken
                if candidate in reached_from or (is_taken and self._transitive):
                    continue
                if not self._same(self._ones[index], other):
                    continue
                reached_from[candidate] = index
                if not is_taken:
                    self._rearrange(candidate, start, reached_from)
                    return
                waiting.append(self._taken[candidate])

    def _rearrange(self, free: int, start: int, reached_from: dict[int, int]) -> None:
        """Gives the free candidate to the element that reached it, that element's to the one before, and so on."""
        candidate: int | None = free
        while candidate is not None:
            index = reached_from[candidate]
            held = self._partner[index]
            self._partner[index], self._taken[candidate] = candidate, index
            candidate = None if index == start else held


def _look(part: object, depth: int = 2) -> Hashable:
    """A hint: parts that are the same nearly always look the same."""
    if type(part) is not Node:
        return type(part), form(part)
    if not depth or part.kind is Kind.BAG or part.kind is Kind.TABLE:
        return part.cls, len(part.parts)
    return part.cls, tuple([_look(inner, depth - 1) for inner in part.parts])

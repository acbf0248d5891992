"""The other places in which answers of one clause differed, which its single finding would hide."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dovetail.naming import shortened
from dovetail.values import Difference

_MOST = 5
_LENGTH = 60


class Further:
    """The differences of all broken scenarios of a run, one a place: the smallest scenario shows only the first."""

    def __init__(self) -> None:
        self._found: dict[str, Difference] = {}

    def add(self, differences: Iterable[Difference]) -> None:
        """Take in what differed in a scenario; of a place that is known, what can be told in fewer letters."""
        for each in differences:
            known = self._found.setdefault(_place(each.path), each)
            if len(str(each)) < len(str(known)):
                self._found[_place(each.path)] = each

    def beside(self, path: str) -> tuple[str, ...]:
        """All but those at a path, inside of it or around it, as lines: `.price: expected Decimal('1'), got None`."""
        told = _place(path)
        left = [each for place, each in self._found.items() if not (_within(place, told) or _within(told, place))]
        shown = [(each.path, shortened(each.expected, _LENGTH), shortened(each.got, _LENGTH)) for each in left[:_MOST]]
        lines = [f"{where}: expected {expected}, got {got}" for where, expected, got in shown]
        return (*lines, *([f"and {len(left) - _MOST} more"] if len(left) > _MOST else []))


def _place(path: str) -> str:
    """A path without the places in collections: all children lose the same attribute."""
    return re.sub(r"\[[^]]*]", "[]", path)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or (inner.startswith(outer) and inner[len(outer) :][:1] in {".", "["}) or not outer

"""Rows like those that a few saves have stored, for so many more aggregates that differ by their number alone.

A thousand saves cost more than all other scenarios of a suite. Where a database shows which rows a save adds, and how
they follow from the number, the others are put in without the adapter; one of them is then asked for as a caller would.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from dovetail.suites.calls.attributes import held_by
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import differences, picture

Make = Callable[[int], Any]
"""Makes the nth value."""

Rows = Mapping[Any, Sequence[Mapping[str, Any]]]
"""By table, its rows: the values by the names of their columns."""

_LOOKED_AT = 4  # saves: the first may put in what all of them refer to, the others show how rows follow from the number


class MultipliedRows:
    """Looks at what the first saves of a scenario add to the tables of its store, and adds more of the same."""

    def __init__(self, s: RepositoryScenario) -> None:
        self._s = s
        self._seen: list[Rows] = []
        store, binding = s.source.store, s.binding
        numbered = "get" in binding.operations and not binding.generates_key and binding.cached is None
        apart = s.source.fresh and s.source.concurrent and hasattr(store, "add_rows")
        self._store: Any = store if numbered and apart else None

    def note(self, many: int) -> None:
        """Look at the tables, where so many are saved and that is one of the first."""
        if self._store is None or many > _LOOKED_AT or many <= len(self._seen):
            return
        try:
            self._seen.append(self._s.driver.settle(self._store.rows()))
        except Exception:  # noqa: BLE001 - a lock of the adapter's, a value that a column's type cannot read
            self._store = None

    def follow(self, makers: Sequence[Make], first: int, beyond: int) -> bool:
        """Add the rows of those from the `first` to the one before `beyond`.

        Returns:
            Whether they are stored; False, and nothing is, where it does not show how they follow from the number.
        """
        ways = None if self._store is None or len(self._seen) < _LOOKED_AT else _ways(self._seen, makers)
        if not ways:
            return False
        self._s.disconnect()
        more = {
            table: [{name: make(n) for name, make in each.items()} for n in range(first, beyond) for each in rows]
            for table, rows in ways.items()
        }
        try:
            self._s.driver.settle(self._store.add_rows(more))
        except Exception:  # noqa: BLE001 - whatever a database refuses them by
            return False
        return True

    def alike(self, saved: Any, *others: Any) -> bool:
        """Whether each of the others comes back as one does that was saved."""
        lost = self._lost(saved)
        return lost is not None and all(self._lost(each) == lost for each in others)

    def _lost(self, order: Any) -> set[str] | None:
        """Where an aggregate comes back otherwise than it is; None where it is not found."""
        with self._s.unrecorded():
            reply = self._s.get(self._s.key(order))
        if reply.picture is None or self._s.is_absent(reply.answer):
            return None
        return {each.path for each in differences(picture(order), reply.picture)}


def _ways(seen: Sequence[Rows], makers: Sequence[Make]) -> dict[Any, list[dict[str, Make]]] | None:
    """By table, how the columns of each row of the nth save are made; None where that does not show."""
    added = [_added(before, after) for before, after in pairwise(seen)]
    ways = {}
    for table in seen[0]:
        saves = [rows[table] for rows in added]
        if None in saves or len({len(rows) for rows in saves if rows is not None}) > 1:
            return None
        found = [_columns(rows, makers) for rows in zip(*saves, strict=True)]
        if None in found:
            return None
        if found:
            ways[table] = [each for each in found if each is not None]
    return ways


def _added(before: Rows, after: Rows) -> dict[Any, list[Mapping[str, Any]] | None]:
    """By table, the rows that are new; None where one that was there has changed."""
    added: dict[Any, list[Mapping[str, Any]] | None] = {}
    for table, rows in after.items():
        new = [row for row in rows if row not in before[table]]
        added[table] = new if len(rows) - len(new) == len(before[table]) else None
    return added


def _columns(rows: Sequence[Mapping[str, Any]], makers: Sequence[Make]) -> dict[str, Make] | None:
    made = {name: _following([row[name] for row in rows], makers) for name in rows[0]}
    found = {name: make for name, make in made.items() if make is not None}
    return found if len(found) == len(made) else None


def _following(values: Sequence[Any], makers: Sequence[Make]) -> Make | None:
    """How the nth value of a column is made, given those for 1, 2, 3; None where that does not show.

    It is always the same, or as one of the makers says, or grows in equal steps, or is the time that it was then.
    """
    first, *others = values
    kinds = {type(value) for value in values}
    if len(kinds) > 1:
        return None
    if all(value == first for value in others):
        return lambda _: first
    for make in makers:
        for form in _FORMS:
            if all(form(make(n)) == value for n, value in enumerate(values, 1)):
                return lambda n, make=make, form=form: form(make(n))  # type: ignore[misc]
    steps = {after - before for before, after in pairwise(values)} if kinds == {int} else set()
    if len(steps) == 1:
        step = steps.pop()
        return lambda n: first + (n - 1) * step
    return (lambda _: values[-1]) if kinds == {dt.datetime} else None


def _bare(value: Any) -> Any:
    """What a column has of a value: that of a wrapper's one field."""
    held = held_by(value)
    return value if held is value else _bare(held)


def _hex(value: Any) -> Any:
    bare = _bare(value)
    return bare.hex if isinstance(bare, UUID) else None


_FORMS: tuple[Callable[[Any], Any], ...] = (lambda value: value, _bare, lambda value: str(_bare(value)), _hex)

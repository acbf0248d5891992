"""Whether what is stored after two saves is the one change made after the other: nothing is lost, and nothing mixed up.

An adapter that writes only what differs from what it reads, as `session.merge` does, makes a change of a save. Where
the other client saved in between, that change comes on top of the other's, row by row: right, if not all of one
writer's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dovetail.conventions import identity_names
from dovetail.naming import snake
from dovetail.values import Picture, code
from dovetail.values.picture import Node
from dovetail.values.shape import Kind

Parts = dict[str, Any]
Rows = Counter[str]

_SIDES = 4  # what was before, what each of the two wrote, and what is now


def explained(before: Picture, wrote: Sequence[Picture], now: Picture, but: Collection[str]) -> bool:
    """Whether one writer's change comes on top of the other's, whichever was first.

    Args:
        before: what both had loaded.
        wrote: what each of the two saved.
        now: what is stored.
        but: the attributes that are not compared.
    """
    then, one, other, found = (_attributes(each) for each in (before, *wrote, now))
    compared = [name for name in found if name not in but]
    return any(
        all(_on_top(then.get(name), last.get(name), first.get(name), found[name]) for name in compared)
        for last, first in ((one, other), (other, one))
    )


def _on_top(before: Any, last: Any, first: Any, now: Any, above: frozenset[int] = frozenset()) -> bool:
    """Whether a part is as the last one made it, or left it to the first: as a whole, part by part, or as rows."""
    if _text(now) == _text(last) or (_text(last) == _text(before) and _text(now) == _text(first)):
        return True
    if id(now) in above:  # a child that refers to its parent: that is being asked about already
        return True
    sides = (before, last, first, now)
    above |= {id(now)} if isinstance(now, Node) else set()
    return any(_part_by_part([*map(parts, sides)], above) for parts in (_named, _placed)) or _row_by_row(sides)


def _part_by_part(sides: list[Parts | None], above: frozenset[int]) -> bool:
    known = [parts for parts in sides if parts is not None]
    if len(known) < _SIDES:
        return False
    keys = {key for parts in known for key in parts}
    then, last, first, now = known
    return all(_on_top(then.get(key), last.get(key), first.get(key), now.get(key), above) for key in keys)


def _row_by_row(sides: Iterable[Any]) -> bool:
    """Whether the last one took out what it no longer had, and put in what it had anew."""
    rows = [found for part in sides if (found := _rows(part)) is not None]
    if len(rows) < _SIDES:
        return False
    then, last, first, now = rows
    return now == first - (then - last) + (last - then)


def _attributes(aggregate: Picture) -> dict[str, Any]:
    root = aggregate.root
    if not isinstance(root, Node) or root.kind is not Kind.RECORD:
        return {"": root}
    return {str(name): part for name, part in root.items()}


def _named(part: Any) -> Parts | None:
    """The attributes of an object, what stands under a key, and the elements that have an identity of their own."""
    if not isinstance(part, Node):
        return None
    if part.kind in (Kind.RECORD, Kind.TABLE):
        return {_text(name): each for name, each in part.items()}
    named = {_identity(each): each for each in part.parts} if part.kind is Kind.SERIES else {None: part}
    return None if None in named else {str(key): each for key, each in named.items()}


def _placed(part: Any) -> Parts | None:
    """The elements of a series by their places, as where rows are numbered."""
    if not isinstance(part, Node) or part.kind is not Kind.SERIES:
        return None
    return {str(place): each for place, each in enumerate(part.parts)}


def _rows(part: Any) -> Rows | None:
    """How often each element is there, as where each is a row."""
    if not isinstance(part, Node) or part.kind not in (Kind.SERIES, Kind.BAG):
        return None
    return Counter(map(_text, part.parts))


def _identity(child: Any) -> str | None:
    if not isinstance(child, Node) or child.kind is not Kind.RECORD:
        return None
    known = identity_names(snake(child.cls.__name__))
    return next((_text(part) for name, part in child.items() if str(name).lstrip("_") in known), None)


def _text(part: Any) -> str:
    return code(Picture(part))

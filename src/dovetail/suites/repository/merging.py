"""Whether what is stored after two saves is the one change made after the other: nothing is lost, and nothing mixed up.

An adapter that writes only what differs from what it reads makes a change of a save. Where the other client saved in
between, that change comes on top of the other's: right, if not all of one writer's.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from dovetail.suites.repository.words import snake
from dovetail.values import Picture, code
from dovetail.values.picture import Node
from dovetail.values.shape import Kind

_IDENTITIES = ("id", "uuid", "identifier")


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


def _on_top(before: Any, last: Any, first: Any, now: Any) -> bool:
    """Whether an attribute, or each element of it, is as the last one made it, or left it to the first."""
    if _text(now) == _text(first if _text(last) == _text(before) else last):
        return True
    then, mine, theirs, found = (_elements(each) for each in (before, last, first, now))
    if then is None or mine is None or theirs is None or found is None:
        return False
    keys = then.keys() | mine.keys() | theirs.keys() | found.keys()
    return all(found.get(key) == (theirs if mine.get(key) == then.get(key) else mine).get(key) for key in keys)


def _attributes(aggregate: Picture) -> dict[str, Any]:
    root = aggregate.root
    if not isinstance(root, Node) or root.kind is not Kind.RECORD:
        return {"": root}
    return {str(name): part for name, part in root.items()}


def _elements(part: Any) -> dict[str, str] | None:
    """What is in a set, under a key or of an identity of its own stands for itself; a list of values is one whole."""
    if not isinstance(part, Node):
        return None
    if part.kind is Kind.BAG:
        return {_text(each): "" for each in part.parts}
    if part.kind is Kind.TABLE:
        return {_text(key): _text(each) for key, each in part.items()}
    named = {_identity(each): _text(each) for each in part.parts} if part.kind is Kind.SERIES else {None: ""}
    return None if None in named else {str(key): text for key, text in named.items()}


def _identity(child: Any) -> str | None:
    if not isinstance(child, Node) or child.kind is not Kind.RECORD:
        return None
    known = {*_IDENTITIES, f"{snake(child.cls.__name__)}_id"}
    return next((_text(part) for name, part in child.items() if str(name).lstrip("_") in known), None)


def _text(part: Any) -> str:
    return code(Picture(part))

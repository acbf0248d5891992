"""Paths as text: `.lines[0].price.amount`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.values.code import short
from dovetail.values.picture import Node, picture
from dovetail.values.shape import BASE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.values.walk import Pair

_KEY_WIDTH = 40


def path_of(pair: Pair) -> str:
    """The text of the way to a pair; nothing for the roots."""
    return "".join(step_text(step.above.expected, step.at) for step in pair.from_root() if step.above is not None)


def step_text(node: Node, index: int) -> str:
    """How a path names one part of a node; the elements of a bag have no names of their own."""
    if node.kind is Kind.RECORD:
        name = node.names[index]
        return "" if name == BASE else f".{name}"
    if node.kind is Kind.TABLE:
        return f"[{short(node.names[index], _KEY_WIDTH)}]"
    return f"[{index}]" if node.kind is Kind.SERIES else "{}"


def leaves(value: object) -> Iterator[tuple[str, object]]:
    """Every leaf of a value with its path, as in `('.lines[0].price.amount', Decimal('1.50'))`.

    An object that is inside itself is not entered again; one that is there twice is given twice.
    """
    waiting: list[tuple[str, object, frozenset[int]]] = [("", picture(value).root, frozenset())]
    while waiting:
        path, part, above = waiting.pop()
        if type(part) is not Node:
            yield path, part
        elif id(part) not in above:
            inside = above | {id(part)}
            steps = [(path + step_text(part, index), inner, inside) for index, inner in enumerate(part.parts)]
            waiting += reversed(steps)

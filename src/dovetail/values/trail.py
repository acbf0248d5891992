"""Paths through a value: `.lines[0].price.amount`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.values.code import short
from dovetail.values.picture import Node, picture
from dovetail.values.shape import BASE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY_WIDTH = 40


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The way from the root to a part, as the last step and the way before it.

    Attributes:
        before: the way to the node that has the part; None when that node is the root.
        node: the node that has the part.
        other: the node it is compared with.
        index: which part of the node.
    """

    before: Trail | None
    node: Node
    other: Node
    index: int

    def __str__(self) -> str:
        steps = [step_text(trail.node, trail.index) for trail in self.steps()]
        return "".join(reversed(steps))

    def steps(self) -> Iterator[Trail]:
        """This trail and those before it, the last first."""
        trail: Trail | None = self
        while trail is not None:
            yield trail
            trail = trail.before


def step_text(node: Node, index: int) -> str:
    """How a path names one part of a node."""
    if node.kind is Kind.RECORD:
        name = node.names[index]
        return "" if name == BASE else f".{name}"
    if node.kind is Kind.TABLE:
        return f"[{short(node.names[index], _KEY_WIDTH)}]"
    return f"[{index}]" if node.kind is Kind.SERIES else "{}"


def leaves(value: object) -> Iterator[tuple[str, object]]:
    """Every leaf of a value with its path, as in `('.lines[0].price.amount', Decimal('1.50'))`.

    Args:
        value: an object or a picture.
    """
    yield from _leaves("", picture(value).root, ())


def _leaves(path: str, part: object, above: tuple[Node, ...]) -> Iterator[tuple[str, object]]:
    if type(part) is not Node:
        yield path, part
    elif part not in above:
        for index, inner in enumerate(part.parts):
            yield from _leaves(path + step_text(part, index), inner, (*above, part))

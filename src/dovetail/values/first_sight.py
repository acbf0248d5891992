"""Whether two values are the same, as far as it shows without a picture of both: records and series, each met once.

A suite asks it thousands of times, mostly of an object that a refused change has left as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.values.leaf import same_leaf
from dovetail.values.picture import Node, Picture
from dovetail.values.shape import LEAF_TYPES, Kind, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = (Kind.RECORD, Kind.SERIES)


def same_at_first_sight(expected: Picture, got: object) -> bool | None:
    """Whether a value is what a picture shows; None where only the walk through two pictures can tell.

    Args:
        expected: the picture.
        got: another one, or the value itself, which is read as a picture of it would be taken.
    """
    waiting: list[tuple[object, object]] = [(expected.root, got.root if isinstance(got, Picture) else got)]
    while waiting:
        node, other = waiting.pop()
        if type(node) is not Node or node.shared or node.kind not in _PLAIN:
            return None
        parts = _parts_like(node, other)
        if parts is None:
            return None
        if len(parts) != len(node.parts):
            return False
        for one, part in zip(node.parts, parts, strict=True):
            if type(one) is Node or type(part) not in LEAF_TYPES:
                waiting.append((one, part))
            elif one is not part and not same_leaf(one, part):
                return False
    return True


def _parts_like(node: Node, other: object) -> Sequence[object] | None:
    """The parts of a value or its node, where they are read in the way of another node; None where they are not."""
    if type(other) is Node:
        alike = other.kind is node.kind and other.cls is node.cls and other.names == node.names
        return other.parts if alike else None
    shape = shape_of(type(other))
    if shape is None or shape.attributes is not None or shape.kind is not node.kind or shape.cls is not node.cls:
        return None
    names, parts = shape.read(other)
    return tuple(parts) if names == node.names else None

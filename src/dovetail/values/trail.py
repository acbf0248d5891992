"""The way from the root of a picture to one of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.values.picture import Node


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """The last step of a way, and the way before it.

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

    def from_root(self) -> list[Trail]:
        """The steps in their order; the last is this one."""
        return list(self._back())[::-1]

    def _back(self) -> Iterator[Trail]:
        trail: Trail | None = self
        while trail is not None:
            yield trail
            trail = trail.before

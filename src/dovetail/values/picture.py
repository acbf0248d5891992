"""A copy of a value's structure, which nothing that happens to the value afterwards can change.

Cost: one dictionary lookup and one append a leaf, about 0.3 us; an object adds about 1 us
(`python -m timeit` over an order of 100 lines; see `benchmarks/`).
"""

from __future__ import annotations

from dataclasses import dataclass

from dovetail.values.shape import BASE, Kind, Shape, builtin_value, shape_of


class Node:
    """A value that has parts; leaves stand for themselves.

    A node is filled right after it is made, so that a value which contains itself gives a node which contains itself;
    from then on it never changes.
    """

    __slots__ = ("cls", "kind", "names", "parts")

    kind: Kind
    cls: type
    names: tuple[object, ...]
    parts: tuple[object, ...]

    def __init__(self, kind: Kind, cls: type) -> None:
        self.kind, self.cls = kind, cls
        self.names, self.parts = (), ()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The structure of a value at one moment.

    Attributes:
        root: a leaf, or the node of a value that has parts.
    """

    root: object


def picture(value: object) -> Picture:
    """Copies the structure of a value: its types, its attributes (private ones too) and its items, deeply.

    Reads storage alone and calls no `__eq__`, `__hash__`, `__copy__` or property of the value's classes. A picture given
    is given back.
    """
    return value if isinstance(value, Picture) else Picture(_Camera().take(value))


class _Camera:
    """Pictures one graph of objects; an object met twice is pictured once."""

    def __init__(self) -> None:
        self._taken: dict[int, Node] = {}
        self._alive: list[object] = []  # an id means something only as long as its object lives
        self._waiting: list[tuple[Node, Shape, object]] = []

    def take(self, value: object) -> object:
        """Pictures a value without recursion: as deep as the value may be, the stack stays flat."""
        root = self._part(value)
        waiting = self._waiting
        while waiting:
            self._fill(*waiting.pop())
        return root

    def _part(self, value: object) -> object:
        shape = shape_of(type(value))
        if shape is None:
            return value
        node = self._taken.get(id(value))
        if node is None:
            if type(value) is Picture:
                return value.root
            if shape.kind is Kind.LEAF and shape.is_bare(value):
                return value
            node = self._taken[id(value)] = Node(shape.kind, shape.cls)
            self._alive.append(value)
            self._waiting.append((node, shape, value))
        return node

    def _fill(self, node: Node, shape: Shape, value: object) -> None:
        names, children = shape.read(value)
        if shape.attributes is not None and not shape.is_bare(value):
            attributes, children = shape.attributes(value)
            names = (BASE, *attributes)
            inner = value if shape.kind is Kind.LEAF else self._part(builtin_value(value))
            node.kind = Kind.RECORD
            node.parts = (inner, *[self._part(child) for child in children])
        else:
            node.parts = tuple([self._part(child) for child in children])
        node.names = tuple([self._part(key) for key in names]) if node.kind is Kind.TABLE else names

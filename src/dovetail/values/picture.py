"""A copy of a value's structure, which nothing that happens to the value afterwards can change.

Cost: about 0.7 microseconds a leaf, its share of the objects included (`benchmarks/test_compare_cost.py` shows it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dovetail.records.mapped_state import ways_back_of
from dovetail.values.shape import BASE, LEAF_TYPES, Kind, Shape, shape_of

if TYPE_CHECKING:
    from dovetail.values.attributes import Reading


class Node:
    """A value that has parts; a leaf stands for itself.

    A node is filled right after it is made, so that a value which contains itself gives a node which contains itself;
    from then on it never changes.

    Attributes:
        kind: what the parts are.
        cls: the class of the value.
        names: the attributes of a record, the keys of a table (leaves or nodes), nothing otherwise.
        parts: leaves and nodes, in the order of the names.
        shared: whether more than one way leads to it.
    """

    __slots__ = ("cls", "kind", "names", "parts", "shared")

    def __init__(self, kind: Kind, cls: type, names: tuple[object, ...] = (), parts: tuple[object, ...] = ()) -> None:
        self.kind, self.cls, self.names, self.parts = kind, cls, names, parts
        self.shared = False

    def items(self) -> zip[tuple[object, object]]:
        return zip(self.names, self.parts, strict=True)


@dataclass(slots=True, eq=False)  # frozen, it would take three times as long to make
class Picture:
    """The structure of a value at one moment; it never changes.

    Attributes:
        root: a leaf, or the node of a value that has parts.
    """

    root: object


def picture(value: object) -> Picture:
    """Copies the structure of a value: its types, its attributes (private ones too) and its items, deeply.

    Reads storage alone: no `__eq__`, `__hash__`, `__repr__`, `__copy__` or property of the value's classes is called.
    What is a picture already is given back.
    """
    if type(value) in LEAF_TYPES:  # keys above all, of which there are as many as of aggregates
        return Picture(value)
    return value if isinstance(value, Picture) else Picture(_Camera().take(value))


class _Camera:
    """Pictures one graph of objects; an object met twice is pictured once."""

    def __init__(self) -> None:
        self._taken: dict[int, Node] = {}
        self._alive: list[object] = []  # an id means something only as long as its object lives
        self._waiting: list[tuple[Node, Shape, object]] = []
        self._ways_back: dict[int, set[str]] = {}

    def take(self, value: object) -> object:
        """Pictures a value without recursion: however deep the value is, the stack stays flat."""
        root = self._part(value)
        waiting, as_parts = self._waiting, self._parts
        while waiting:
            node, shape, whole = waiting.pop()
            if shape.is_mapped:
                self._fill_mapped(node, shape, whole)
            elif shape.attributes is None and shape.kind is not Kind.TABLE:  # as most often
                node.names, parts = shape.read(whole)
                node.parts = as_parts(parts)
            else:
                self._fill(node, shape, whole)
        return root

    def _part(self, value: object) -> object:
        shape = shape_of(type(value))
        if shape is None:
            return value
        node = self._taken.get(id(value))
        if node is not None:
            node.shared = True
            return node
        if type(value) is Picture:
            return value.root
        if shape.kind is Kind.LEAF and shape.is_bare(value):
            return value if shape.cls is type(value) else next(iter(shape.read(value)[1]))
        node = self._taken[id(value)] = Node(shape.kind, shape.cls)
        self._alive.append(value)
        self._waiting.append((node, shape, value))
        return node

    def _parts(self, values: Iterable[object]) -> tuple[object, ...]:
        leaf_types, part = LEAF_TYPES, self._part
        return tuple([value if type(value) in leaf_types else part(value) for value in values])

    def _fill(self, node: Node, shape: Shape, value: object) -> None:
        if shape.attributes is None or shape.is_bare(value):
            self._fill_from(node, shape.read(value))
            return
        names, attributes = shape.attributes(value)
        inner: object = value
        if shape.kind is not Kind.LEAF:
            inner = Node(shape.kind, shape.base)
            self._fill_from(inner, shape.read(value))
        node.kind = Kind.RECORD
        node.names, node.parts = (BASE, *names), (inner, *self._parts(attributes))

    def _fill_mapped(self, node: Node, shape: Shape, value: object) -> None:
        """What an object holds, but for what leads back to the one from which it was come to."""
        names, parts = shape.read(value)
        back = self._ways_back.get(id(value), ())
        held = {name: part for name, part in zip(names, parts, strict=True) if name not in back}
        for name, way in ways_back_of(shape.cls).items():
            children: Any = held.get(name)
            within = children.values() if isinstance(children, dict) else children
            for child in within if isinstance(within, Iterable) else [within]:
                self._ways_back.setdefault(id(child), set()).add(way)
        node.names, node.parts = tuple(held), self._parts(held.values())

    def _fill_from(self, node: Node, reading: Reading) -> None:
        names, parts = reading
        node.names = names if node.kind is not Kind.TABLE else self._parts(names)
        node.parts = self._parts(parts)

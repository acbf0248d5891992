"""The walk through two pictures side by side."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.values.leaf import same_leaf
from dovetail.values.matching import Matching
from dovetail.values.picture import Node, picture
from dovetail.values.shape import BASE, Kind
from dovetail.values.tolerances import Scope, inside
from dovetail.values.trail import Trail

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Absent:
    """Stands for the attribute that a record has not."""

    __slots__ = ()


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Two parts that differ.

    Attributes:
        trail: the way to them.
        expected: a leaf, a node, or `ABSENT`.
        got: likewise.
    """

    trail: Trail
    expected: object
    got: object


class Walk:
    """Finds where two graphs differ. Two nodes that are being compared count as the same, so that cycles end."""

    def __init__(self) -> None:
        self._met: dict[tuple[int, int, int], tuple[object, object]] = {}

    def mismatches(self, expected: object, got: object, scope: Scope | None = None) -> Iterator[Mismatch]:
        """Where two parts differ, the shallowest first; found one at a time."""
        waiting: deque[tuple[Node, Node, Scope | None, Trail | None]] = deque()
        waiting.append((_around(expected), _around(got), scope, None))
        while waiting:
            one, other, scope, trail = waiting.popleft()
            if one.kind is Kind.RECORD and one.names != other.names:
                one, other = _aligned(one, other)
            pairs = self._pairs(one, other, scope)
            if pairs is None:
                assert trail is not None  # the roots have been wrapped in records, which can be paired
                yield Mismatch(trail, one, other)
                continue
            for index, (left, right) in enumerate(pairs):
                if left is right or (type(left) is not Node and same_leaf(left, right)):
                    continue
                inner = inside(scope, one, index) if scope is not None else None
                if inner is not None and inner.accepts(left, right):
                    continue
                way = Trail(trail, one, other, index)
                if type(left) is not Node or type(right) is not Node or not _same_make(left, right):
                    yield Mismatch(way, left, right)
                elif self._is_new(left, right, inner):
                    waiting.append((left, right, inner, way))

    def partners(
        self, ones: Sequence[object], others: Sequence[object], scope: Scope | None = None
    ) -> list[int | None]:
        """For each of `ones` the index of its own counterpart in `others`, or None: as many as can be matched."""

        def same(one: object, other: object) -> bool:
            return (type(one) is not Node and same_leaf(one, other)) or self._same(one, other, scope)

        return Matching(ones, others, same, transitive=scope is None).partners()

    def _is_new(self, one: Node, other: Node, scope: Scope | None) -> bool:
        key = id(one), id(other), id(scope)
        if key in self._met:
            return False
        self._met[key] = one, other  # keeps them alive, and so their ids their own
        return True

    def _pairs(self, one: Node, other: Node, scope: Scope | None) -> Iterator[tuple[object, object]] | None:
        """The parts of two nodes of one make, side by side; None when they cannot be paired."""
        if one.kind is Kind.RECORD:
            return zip(one.parts, other.parts, strict=True)
        if len(one.parts) != len(other.parts):
            return None
        unordered = scope is not None and scope.unordered
        if one.kind is Kind.TABLE:
            return self._by_key(one, other, ordered=issubclass(one.cls, OrderedDict) and not unordered)
        if one.kind is Kind.BAG or unordered:
            return None if None in self.partners(one.parts, other.parts, scope) else iter(())
        return zip(one.parts, other.parts, strict=True)

    def _by_key(self, one: Node, other: Node, *, ordered: bool) -> Iterator[tuple[object, object]] | None:
        if all(
            type(key) is not Node and same_leaf(key, twin) for key, twin in zip(one.names, other.names, strict=True)
        ):
            return zip(one.parts, other.parts, strict=True)
        order = [index for index in self.partners(one.names, other.names) if index is not None]
        if len(order) < len(one.names) or (ordered and order != sorted(order)):
            return None
        return zip(one.parts, [other.parts[index] for index in order], strict=True)

    def _same(self, one: object, other: object, scope: Scope | None) -> bool:
        """Whether two parts are the same; what was assumed on the way is forgotten when they are not."""
        assumed = len(self._met)
        if next(self.mismatches(one, other, scope), None) is None:
            return True
        while len(self._met) > assumed:
            self._met.popitem()
        return False


def _same_make(one: Node, other: Node) -> bool:
    return one.cls is other.cls and one.kind is other.kind


def _around(part: object) -> Node:
    """A node that has nothing but the given part, under the name that adds nothing to a path."""
    return Node(Kind.RECORD, object, (BASE,), (part,))


def _aligned(one: Node, other: Node) -> tuple[Node, Node]:
    """Two records with the same names in the same order; a missing attribute has the value that the class gives."""
    states = dict(one.items()), dict(other.items())
    names = tuple(states[0] | states[1])
    left, right = (
        tuple([state[name] if name in state else _class_value(node.cls, str(name)) for name in names])
        for node, state in zip((one, other), states, strict=True)
    )
    return Node(Kind.RECORD, one.cls, names, left), Node(Kind.RECORD, other.cls, names, right)


def _class_value(cls: type, name: str) -> object:
    for base in cls.__mro__:
        if name in vars(base):
            value = vars(base)[name]
            return ABSENT if hasattr(type(value), "__get__") else picture(value).root
    return ABSENT

"""The walk through two pictures side by side."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.values.leaf import form, same_leaf
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
        trail: the way to them; None for the roots.
        expected: a leaf, a node, or `ABSENT`.
        got: likewise.
    """

    trail: Trail
    expected: object
    got: object


class Walk:
    """Finds where two graphs differ. Two nodes that are being compared count as the same, so that cycles end."""

    def __init__(self) -> None:
        self._met: dict[tuple[int, int, int], None] = {}

    def mismatches(self, expected: object, got: object, scope: Scope | None = None) -> Iterator[Mismatch]:
        """Where two parts differ, the shallowest first; found one at a time."""
        roots = _around(expected), _around(got)
        waiting: deque[tuple[Node, Node, Scope | None, Trail | None]] = deque([(*roots, scope, None)])
        while waiting:
            one, other, scope, trail = waiting.popleft()
            if one.kind is Kind.RECORD and one.names != other.names:
                one, other = _aligned(one, other)
            pairs = self._pairs(one, other, scope)
            if pairs is None:
                assert trail is not None
                yield Mismatch(trail, one, other)
                continue
            for index, (left, right) in enumerate(pairs):
                if left is right or (type(left) is not Node and same_leaf(left, right)):
                    continue
                inner = inside(scope, one, index) if scope is not None else None
                if inner is not None and inner.accepts(left, right):
                    continue
                way = Trail(trail, one, other, index)
                if not _same_make(left, right):
                    yield Mismatch(way, left, right)
                elif self._is_new(left, right, inner):
                    waiting.append((left, right, inner, way))  # type: ignore[arg-type]

    def _is_new(self, one: object, other: object, scope: Scope | None) -> bool:
        key = id(one), id(other), id(scope)
        if key in self._met:
            return False
        self._met[key] = None
        return True

    def _pairs(self, one: Node, other: Node, scope: Scope | None) -> Iterator[tuple[object, object]] | None:
        """The parts of two nodes of one make, side by side; None when they cannot be paired."""
        if one.kind is Kind.RECORD:
            return zip(one.parts, other.parts, strict=True)
        if len(one.parts) != len(other.parts):
            return None
        if one.kind is Kind.TABLE:
            return self._by_key(one, other, scope)
        if one.kind is Kind.BAG or (scope is not None and scope.unordered):
            return None if None in self.partners(one.parts, other.parts, scope) else iter(())
        return zip(one.parts, other.parts, strict=True)

    def _by_key(self, one: Node, other: Node, scope: Scope | None) -> Iterator[tuple[object, object]] | None:
        order = [index for index in self.partners(one.names, other.names) if index is not None]
        ordered = issubclass(one.cls, OrderedDict) and not (scope is not None and scope.unordered)
        if len(order) < len(one.names) or (ordered and order != sorted(order)):
            return None
        return zip(one.parts, [other.parts[index] for index in order], strict=True)

    def partners(
        self, ones: Sequence[object], others: Sequence[object], scope: Scope | None = None
    ) -> list[int | None]:
        """For each of `ones` the index of its own counterpart in `others`, or None: as many as can be matched."""
        return _Matching(self, ones, others, scope).partners()

    def same(self, one: object, other: object, scope: Scope | None) -> bool:
        """Whether two parts are the same; what was assumed on the way is forgotten when they are not."""
        assumed = len(self._met)
        if next(self.mismatches(one, other, scope), None) is None:
            return True
        while len(self._met) > assumed:
            self._met.popitem()
        return False


class _Matching:
    """Matches the elements of two unordered collections."""

    def __init__(self, walk: Walk, ones: Sequence[object], others: Sequence[object], scope: Scope | None) -> None:
        self._walk, self._ones, self._others, self._scope = walk, ones, others, scope
        self._partner: list[int | None] = [None] * len(ones)
        self._taken: dict[int, int] = {}

    def partners(self) -> list[int | None]:
        self._match_likely()
        for index, partner in enumerate(self._partner):
            if partner is None and len(self._taken) < len(self._others):
                self._match(index, set())
        return self._partner

    def _match_likely(self) -> None:
        """Matches in one pass what looks the same, which is nearly everything."""
        likely: dict[object, list[int]] = {}
        for index in range(len(self._others) - 1, -1, -1):
            likely.setdefault(_look(self._others[index]), []).append(index)
        for index, one in enumerate(self._ones):
            candidates = likely.get(_look(one), [])
            for candidate in reversed(candidates):
                if self._walk.same(one, self._others[candidate], self._scope):
                    self._partner[index], self._taken[candidate] = candidate, index
                    candidates.remove(candidate)
                    break

    def _match(self, index: int, tried: set[int]) -> bool:
        """Finds a partner for one element, if need be by finding another for whoever has it (Kuhn's algorithm)."""
        for candidate, other in enumerate(self._others):
            if candidate in tried or not self._walk.same(self._ones[index], other, self._scope):
                continue
            tried.add(candidate)
            if candidate not in self._taken or self._match(self._taken[candidate], tried):
                self._partner[index], self._taken[candidate] = candidate, index
                return True
        return False


def _look(part: object, depth: int = 2) -> object:
    """A hashable hint: parts that are the same nearly always look the same."""
    if type(part) is not Node:
        return type(part), form(part)
    if not depth or part.kind in {Kind.BAG, Kind.TABLE}:
        return part.cls, len(part.parts)
    return part.cls, tuple([_look(inner, depth - 1) for inner in part.parts])


def _same_make(one: object, other: object) -> bool:
    return type(one) is Node and type(other) is Node and one.cls is other.cls and one.kind is other.kind


def _around(part: object) -> Node:
    """A node that has nothing but the given part, under the name that adds nothing to a path."""
    return _record(object, {BASE: part})


def _record(cls: type, state: dict[object, object]) -> Node:
    node = Node(Kind.RECORD, cls)
    node.names, node.parts = tuple(state), tuple(state.values())
    return node


def _aligned(one: Node, other: Node) -> tuple[Node, Node]:
    """Two records with the same names in the same order; a missing attribute has the value that the class gives."""
    states = dict(zip(one.names, one.parts, strict=True)), dict(zip(other.names, other.parts, strict=True))
    names = [*one.names, *(name for name in other.names if name not in states[0])]
    left, right = (
        {name: state[name] if name in state else _class_value(node.cls, str(name)) for name in names}
        for node, state in zip((one, other), states, strict=True)
    )
    return _record(one.cls, left), _record(other.cls, right)


def _class_value(cls: type, name: str) -> object:
    for base in cls.__mro__:
        if name in vars(base):
            value = vars(base)[name]
            return ABSENT if hasattr(type(value), "__get__") else picture(value).root
    return ABSENT

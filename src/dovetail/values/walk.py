"""The walk through two pictures side by side."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, NamedTuple

from dovetail.values.leaf import same_leaf
from dovetail.values.matching import Matching
from dovetail.values.picture import Node, picture
from dovetail.values.scope import Scope, inside
from dovetail.values.shape import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Absent:
    """Stands for the attribute that a record has not."""

    __slots__ = ()


ABSENT = Absent()


class Pair(NamedTuple):
    """Two parts side by side, and the way to them.

    Attributes:
        expected: a leaf, a node, or `ABSENT`.
        got: likewise.
        scope: the tolerances that hold here.
        above: the nodes that have these parts; None for the roots.
        at: which of their parts these are.
    """

    expected: Any
    got: Any
    scope: Scope | None
    above: Pair | None = None
    at: int = 0

    def from_root(self) -> list[Pair]:
        """The pairs on the way, from the roots to this one."""
        pairs = [self]
        while pairs[-1].above is not None:
            pairs.append(pairs[-1].above)
        return pairs[::-1]

    def closes_a_circle(self) -> bool:
        """Whether the way to these parts leads through them already: the first time, their tolerances were known."""
        above = self.above
        while above is not None:
            if above.expected is self.expected and above.got is self.got:
                return True
            above = above.above
        return False

    def is_of_one_make(self) -> bool:
        """Whether both are nodes of one class and kind."""
        one, other = self.expected, self.got
        return type(one) is Node and type(other) is Node and one.cls is other.cls and one.kind is other.kind


class Walk:
    """Finds where two graphs differ. Two nodes that are being compared count as the same, so that cycles end."""

    def __init__(self) -> None:
        self._met: dict[tuple[int, int, int], Pair] = {}

    def agree(self, expected: object, got: object, scope: Scope | None = None, above: Pair | None = None) -> bool:
        """Whether no pair differs."""
        return next(self.mismatches(expected, got, scope, above), None) is None

    def mismatches(
        self, expected: object, got: object, scope: Scope | None = None, above: Pair | None = None
    ) -> Iterator[Pair]:
        """The pairs that differ, the shallowest first; found one at a time."""
        waiting = deque([Pair(expected, got, scope, above)])
        while waiting:
            pair = waiting.popleft()
            if self._is_settled(pair):
                continue
            parts = self._parts(pair)
            if parts is None:
                yield pair
            else:
                waiting.extend(parts)

    def partners(
        self, ones: Sequence[object], others: Sequence[object], scope: Scope | None = None, above: Pair | None = None
    ) -> list[int | None]:
        """For each of `ones` the index of its own counterpart in `others`, or None: as many as can be matched."""

        def same(one: object, other: object) -> bool:
            return _same_leaves(one, other) or self._same(one, other, scope, above)

        return Matching(ones, others, same, transitive=scope is None).partners()

    def _is_settled(self, pair: Pair) -> bool:
        """Whether two parts are the same at first sight, by a tolerance, or by what was met before."""
        one, other, scope, _, _ = pair
        if one is other or _same_leaves(one, other) or (scope is not None and scope.accepts(one, other)):
            return True
        if type(one) is not Node or not one.shared:
            return False
        key = id(one), id(other), id(scope)
        if self._met.setdefault(key, pair) is not pair:  # the pair keeps its parts alive, and so their ids theirs
            return True
        return pair.closes_a_circle()

    def _parts(self, pair: Pair) -> Iterator[Pair] | None:
        """The parts of two nodes side by side, but for the same leaves; None when they cannot be paired."""
        if not pair.is_of_one_make():
            return None
        one, other, scope, _, _ = pair
        if one.kind is Kind.RECORD:
            return _side_by_side(pair if one.names == other.names else _aligned(pair))
        if len(one.parts) != len(other.parts):
            return None
        if one.kind is Kind.TABLE:
            return self._by_key(pair)
        if one.kind is Kind.SERIES and (scope is None or not scope.unordered):
            return _side_by_side(pair)
        within = None if scope is None else scope.elements()
        return None if None in self.partners(one.parts, other.parts, within, pair) else iter(())

    def _by_key(self, pair: Pair) -> Iterator[Pair] | None:
        one, other, scope, _, _ = pair
        if all(map(_same_leaves, one.names, other.names)):
            return _side_by_side(pair)
        order = [index for index in self.partners(one.names, other.names, above=pair) if index is not None]
        is_ordered = issubclass(one.cls, OrderedDict) and not (scope is not None and scope.unordered)
        if len(order) < len(one.names) or (is_ordered and order != sorted(order)):
            return None
        rearranged = Node(Kind.TABLE, other.cls, one.names, tuple([other.parts[index] for index in order]))
        return _side_by_side(pair._replace(got=rearranged))

    def _same(self, one: object, other: object, scope: Scope | None, above: Pair | None) -> bool:
        """Whether two parts are the same; what was assumed on the way is forgotten when they are not."""
        assumed = len(self._met)
        if self.agree(one, other, scope, above):
            return True
        while len(self._met) > assumed:
            self._met.popitem()
        return False


def _same_leaves(one: object, other: object) -> bool:
    return type(one) is not Node and same_leaf(one, other)


def _side_by_side(above: Pair) -> Iterator[Pair]:
    one, other, scope, _, _ = above
    for at, (left, right) in enumerate(zip(one.parts, other.parts, strict=True)):
        if left is not right and (type(left) is Node or not same_leaf(left, right)):
            yield Pair(left, right, None if scope is None else inside(scope, one, at), above, at)


def _aligned(pair: Pair) -> Pair:
    """Two records with the same names in the same order; a missing attribute has the value that the class gives."""
    states = dict(pair.expected.items()), dict(pair.got.items())
    names = tuple(states[0] | states[1])
    left, right = (
        tuple([state[name] if name in state else _class_value(node.cls, str(name)) for name in names])
        for node, state in zip(pair[:2], states, strict=True)
    )
    cls = pair.expected.cls
    return pair._replace(expected=Node(Kind.RECORD, cls, names, left), got=Node(Kind.RECORD, cls, names, right))


def _class_value(cls: type, name: str) -> object:
    for base in cls.__mro__:
        if name in vars(base):
            value = vars(base)[name]
            return ABSENT if hasattr(type(value), "__get__") else picture(value).root
    return ABSENT

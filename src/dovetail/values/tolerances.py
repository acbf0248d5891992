"""Differences that a team has decided to live with, each with its reason.

A pattern names a part of a value by its attributes, without indexes: `lines.price` is the price of every line. Keys of
a mapping may be named like attributes or left out like indexes, a leading `**.` matches at any depth, and leading
underscores may be left out. What a tolerance says of a part it says of everything inside that part, except `any_order`,
which is about the named collection alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from numbers import Number
from typing import TYPE_CHECKING, Any

from dovetail.errors import ContractError
from dovetail.values.picture import Node, picture
from dovetail.values.shape import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A kind of difference that counts as none; made by one of the functions of this module.

    Attributes:
        name: the function that makes it.
        reason: why the difference is right.
        accepts: whether two leaves count as the same.
    """

    name: str
    reason: str
    accepts: Callable[[Any, Any], bool]

    def __post_init__(self) -> None:
        if not str(self.reason).strip():
            raise ContractError(
                f"the tolerance {self.name} has no reason",
                f'say why the difference is right: {self.name}(..., "SQLite keeps no time zones")',
            )


def same_instant(reason: str) -> Tolerance:
    """Aware datetimes of one instant count as the same, whatever their zones."""
    return Tolerance("same_instant", reason, _same_instant)


def same_number(reason: str) -> Tolerance:
    """Numbers of one value count as the same, whatever their types and scales."""
    return Tolerance("same_number", reason, _same_number)


def any_order(reason: str) -> Tolerance:
    """A sequence counts as the same in any order of its elements."""
    return Tolerance("any_order", reason, _never)


def ignored(reason: str) -> Tolerance:
    """The part is not compared."""
    return Tolerance("ignored", reason, _always)


def within(delta: timedelta | float | Decimal, reason: str) -> Tolerance:
    """Numbers, dates and times that lie at most `delta` apart count as the same."""

    def near(expected: Any, got: Any) -> bool:
        if isinstance(delta, timedelta):
            return bool(abs(expected - got) <= delta)
        return abs(Decimal(str(expected)) - Decimal(str(got))) <= Decimal(str(delta))

    return Tolerance("within", reason, near)


def _always(_expected: object, _got: object) -> bool:
    return True


def _never(_expected: object, _got: object) -> bool:
    return False


def _same_instant(expected: Any, got: Any) -> bool:
    if not isinstance(expected, datetime) or not isinstance(got, datetime):
        return False
    offsets = expected.utcoffset(), got.utcoffset()
    if offsets[0] is None or offsets[1] is None:
        return False
    return bool(expected.replace(tzinfo=None) - offsets[0] == got.replace(tzinfo=None) - offsets[1])


def _same_number(expected: Any, got: Any) -> bool:
    return isinstance(expected, Number) and isinstance(got, Number) and bool(expected == got)


class Scope:
    """Where a walk through a value stands in the patterns. Scopes are made once and reached by name."""

    __slots__ = ("_next", "_places", "_tolerances", "in_force", "matched")

    def __init__(
        self,
        tolerances: tuple[tuple[str, tuple[str, ...], Tolerance], ...],
        places: frozenset[tuple[int, int]],
        inherited: tuple[Tolerance, ...] = (),
    ) -> None:
        self._tolerances, self._places = tolerances, places
        ended = [index for index, at in places if at == len(tolerances[index][1])]
        self.matched = tuple(tolerances[index][0] for index in ended)
        self.in_force = inherited + tuple(tolerances[index][2] for index in sorted(ended))
        self._next: dict[str, Scope | None] = {}

    def step(self, name: str) -> Scope | None:
        """The scope of the attribute `name`; None where no pattern says anything any more."""
        if name not in self._next:
            self._next[name] = self._at(self._places_after(name))
        return self._next[name]

    def key(self, name: str) -> Scope | None:
        """The scope of the entry `name` of a table: a pattern may name the key, or leave it out like an index."""
        entry = f"[{name}]"
        if entry not in self._next:
            self._next[entry] = self._at(self._places | self._places_after(name))
        return self._next[entry]

    def _at(self, places: frozenset[tuple[int, int]]) -> Scope | None:
        inherited = tuple(tolerance for tolerance in self.in_force if tolerance.name != "any_order")
        return Scope(self._tolerances, places, inherited) if places or inherited else None

    def _places_after(self, name: str) -> frozenset[tuple[int, int]]:
        names = {name, name.lstrip("_"), name.rpartition("__")[2]}
        places = set()
        for index, at in self._places:
            segments = self._tolerances[index][1]
            deep = segments[at : at + 1] == ("**",)
            if deep:
                places.add((index, at))
            if segments[at + deep : at + deep + 1] and segments[at + deep] in names:
                places.add((index, at + deep + 1))
        return frozenset(places)

    def accepts(self, expected: object, got: object) -> bool:
        """Whether a tolerance in force here takes two parts for the same."""
        leaves = type(expected) is not Node and type(got) is not Node
        return any(
            tolerance.name == "ignored" or (leaves and _holds(tolerance, expected, got)) for tolerance in self.in_force
        )

    @property
    def unordered(self) -> bool:
        """Whether a sequence here is compared as a bag."""
        return any(tolerance.name == "any_order" for tolerance in self.in_force)


def _holds(tolerance: Tolerance, expected: object, got: object) -> bool:
    try:
        return tolerance.accepts(expected, got)
    except (TypeError, ValueError, ArithmeticError):
        return False


def scope_of(tolerances: Mapping[str, Tolerance]) -> Scope | None:
    """The scope of the root of a value; None without tolerances.

    Raises:
        ContractError: a pattern is malformed, or its tolerance is none.
    """
    if not tolerances:
        return None
    rules = tuple((pattern, _segments(pattern), _checked(pattern, it)) for pattern, it in tolerances.items())
    return Scope(rules, frozenset((index, 0) for index in range(len(rules))))


def _segments(pattern: str) -> tuple[str, ...]:
    bare = re.sub(r"\[[^]]*\]", "", pattern).removeprefix(".")
    segments = tuple(bare.split(".")) if bare not in {"", "**"} else ()
    if not all(segment == "**" or segment.isidentifier() for segment in segments) or "**" in segments[1:]:
        raise ContractError(
            f"{pattern!r} is no path to a field",
            "write attribute names with dots between them, as in 'lines.price', or '**.price' for any depth",
        )
    return segments


def _checked(pattern: str, tolerance: object) -> Tolerance:
    if isinstance(tolerance, Tolerance):
        return tolerance
    raise ContractError(
        f"{tolerance!r} is no tolerance for {pattern!r}",
        f'write {{"{pattern}": same_instant("why")}}, or same_number, any_order, ignored or within',
    )


def unmatched(tolerances: Mapping[str, Tolerance], values: Iterable[object]) -> list[str]:
    """The patterns that name no part of any of the values (objects or pictures)."""
    root = scope_of(tolerances)
    left = dict.fromkeys(tolerances)
    for value in values:
        waiting = [(picture(value).root, root)]
        seen: set[tuple[int, int]] = set()
        while waiting:
            part, scope = waiting.pop()
            if scope is None or (id(part), id(scope)) in seen:
                continue
            seen.add((id(part), id(scope)))
            for pattern in scope.matched:
                left.pop(pattern, None)
            if type(part) is Node:
                waiting += [(inner, inside(scope, part, index)) for index, inner in enumerate(part.parts)]
    return list(left)


def inside(scope: Scope | None, node: Node, index: int) -> Scope | None:
    """The scope of one part of a node."""
    if scope is None or node.kind in {Kind.SERIES, Kind.BAG}:
        return scope
    name = node.names[index]
    if type(name) is not str or not name:
        return scope
    return scope.step(name) if node.kind is Kind.RECORD else scope.key(name)

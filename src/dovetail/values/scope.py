"""Which tolerances hold where, on a walk through a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dovetail.errors import ContractError
from dovetail.values.picture import Node, picture
from dovetail.values.shape import Kind
from dovetail.values.tolerances import Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Places = frozenset[tuple[int, int]]
"""How far each rule has been followed: its number, and how many of its segments lie behind."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A tolerance and the attribute names that lead to it."""

    pattern: str
    segments: tuple[str, ...]
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class _Rules:
    """All rules, and the scopes made so far: each is made once, so that walking in circles finds no new ones."""

    rules: tuple[_Rule, ...]
    scopes: dict[tuple[_Places, frozenset[int]], Scope] = field(default_factory=dict)

    def scope(self, places: _Places, inherited: frozenset[int]) -> Scope:
        key = places, inherited
        if key not in self.scopes:
            self.scopes[key] = Scope(self, places, inherited)
        return self.scopes[key]


class Scope:
    """Where a walk through a value stands in the rules.

    Attributes:
        ended: the numbers of the rules that name this very part.
        in_force: the tolerances that hold here, those of the parts around this one included.
    """

    __slots__ = ("_holding", "_next", "_places", "_rules", "_unordered", "ended", "in_force")

    def __init__(self, rules: _Rules, places: _Places, inherited: frozenset[int]) -> None:
        self._rules, self._places = rules, places
        self.ended = {number for number, at in places if at == len(rules.rules[number].segments)}
        self._holding = inherited | self.ended
        self.in_force = [rules.rules[number].tolerance for number in sorted(self._holding)]
        self._unordered = {number for number in self.ended if rules.rules[number].tolerance.name == "any_order"}
        self._next: dict[str, Scope | None] = {}

    @property
    def unordered(self) -> bool:
        """Whether a sequence here is compared as a bag."""
        return bool(self._unordered)

    def step(self, name: str) -> Scope | None:
        """The scope of the attribute `name`; None where no rule says anything any more."""
        if name not in self._next:
            self._next[name] = self._at(self._places_after(name))
        return self._next[name]

    def elements(self) -> Scope | None:
        """The scope of what is in the collection here: as here, but that sequences in it have their own order."""
        if not self._unordered:
            return self
        return self._at(frozenset(place for place in self._places if place[0] not in self._unordered))

    def key(self, name: str) -> Scope | None:
        """The scope of the entry `name` of a table: a pattern may name the key, or leave it out like an index."""
        entry = f"[{name}]"
        if entry not in self._next:
            self._next[entry] = self._at(self._places | self._places_after(name))
        return self._next[entry]

    def accepts(self, expected: object, got: object) -> bool:
        """Whether a tolerance in force here takes two parts for the same."""
        leaves = type(expected) is not Node and type(got) is not Node
        return any(rule.name == "ignored" or (leaves and _holds(rule, expected, got)) for rule in self.in_force)

    def _at(self, places: _Places) -> Scope | None:
        return self._rules.scope(places, self._holding) if places or self._holding else None

    def _places_after(self, name: str) -> _Places:
        unmangled = name.rpartition("__")[2]
        names = {name, name.lstrip("_"), unmangled, f"__{unmangled}"}
        places = set()
        for number, at in self._places:
            segments = self._rules.rules[number].segments[at:]
            if segments[:1] == ("**",):
                places.add((number, at))
                at, segments = at + 1, segments[1:]  # noqa: PLW2901
            if segments and segments[0] in names:
                places.add((number, at + 1))
        return frozenset(places)


def _holds(tolerance: Tolerance, expected: object, got: object) -> bool:
    try:
        return tolerance.accepts(expected, got)
    except (TypeError, ArithmeticError):  # two values that cannot be weighed against each other
        return False


def scope_of(tolerances: Mapping[str, Tolerance]) -> Scope | None:
    """The scope of the root of a value; None without tolerances.

    Raises:
        ContractError: a pattern is malformed, or what it is given is not a tolerance.
    """
    if not tolerances:
        return None
    rules = _Rules(tuple(_rule(pattern, tolerance) for pattern, tolerance in tolerances.items()))
    return rules.scope(frozenset((number, 0) for number in range(len(tolerances))), frozenset())


def _rule(pattern: str, tolerance: object) -> _Rule:
    if not isinstance(tolerance, Tolerance):
        raise ContractError(
            f"{tolerance!r} is no tolerance for {pattern!r}",
            f'write {{"{pattern}": same_instant("why")}}, or same_number, any_order, ignored or within',
        )
    bare = re.sub(r"\[[^]]*\]|\{\}", "", pattern).removeprefix(".")
    segments = tuple(bare.split(".")) if bare not in {"", "**"} else ()
    if not all(segment == "**" or segment.isidentifier() for segment in segments) or "**" in segments[1:]:
        raise ContractError(
            f"{pattern!r} is no path to a field",
            "write attribute names with dots between them, as in 'lines.price', or '**.price' for any depth",
        )
    return _Rule(pattern, segments, tolerance)


def inside(scope: Scope | None, node: Node, index: int) -> Scope | None:
    """The scope of one part of a node."""
    if scope is None:
        return None
    if node.kind is Kind.SERIES or node.kind is Kind.BAG:
        return scope.elements()
    name = node.names[index]
    if type(name) is not str or not name:
        return scope
    return scope.step(name) if node.kind is Kind.RECORD else scope.key(name)


def unmatched(tolerances: Mapping[str, Tolerance], values: Iterable[object]) -> list[str]:
    """The patterns that name no part of any of some values, so that a misspelt one can be told."""
    root = scope_of(tolerances)
    matched: set[int] = set()
    seen: set[tuple[int, int]] = set()
    pictures = [picture(value) for value in values]
    waiting = [(each.root, root) for each in pictures]
    while waiting:
        part, scope = waiting.pop()
        if scope is None or (id(part), id(scope)) in seen:
            continue
        seen.add((id(part), id(scope)))
        matched |= scope.ended
        if type(part) is Node:
            waiting += [(inner, inside(scope, part, index)) for index, inner in enumerate(part.parts)]
    return [pattern for number, pattern in enumerate(tolerances) if number not in matched]

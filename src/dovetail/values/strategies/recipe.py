"""How values of one type are drawn, and the narrower ways to draw them for a constructor that refuses many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.values.strategies.enumeration import Enumeration, Leaf, OneOf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Strategy = st.SearchStrategy[Any]


@dataclass(frozen=True)
class Recipe:
    """The ways to draw a value of one type.

    Attributes:
        ordinary: values that any store must keep, hostile ones among them.
        extreme_too: also values that a store may rightly refuse.
        base: the random part of both, without any value of the corpus.
        ladder: narrower bases, the widest first.
        others: bases of another kind of values, for where none of these is accepted.
        hostile: the values of the corpus that `ordinary` draws.
        extreme: the values of the corpus that `extreme_too` draws beside those.
        part: the recipe to use where the object is a part of another one, if that differs.
        members: the recipes of which any one gives the value, for a union.
        kind: the class of the values, for a type that is not made of others.
        enumeration: the values by number; None where only chance draws them.
    """

    ordinary: Strategy
    extreme_too: Strategy
    base: Strategy
    ladder: tuple[Strategy, ...] = ()
    others: tuple[Strategy, ...] = ()
    hostile: tuple[Any, ...] = ()
    extreme: tuple[Any, ...] = ()
    part: Recipe | None = None
    members: tuple[Recipe, ...] = ()
    kind: type | None = None
    enumeration: Enumeration | None = None

    @classmethod
    def plain(
        cls,
        ordinary: Strategy,
        extreme_too: Strategy | None = None,
        ladder: Sequence[Strategy] = (),
        enumeration: Enumeration | None = None,
    ) -> Recipe:
        """A recipe without values of the corpus of its own."""
        extreme_too = ordinary if extreme_too is None else extreme_too
        return cls(ordinary, extreme_too, ordinary, tuple(ladder), enumeration=enumeration)

    @classmethod
    def choice(cls, values: Sequence[Any]) -> Recipe:
        """A recipe of some values, of which none is special."""
        return cls.plain(st.sampled_from(values), enumeration=Leaf(tuple(values)))

    @property
    def enumerated(self) -> Enumeration:
        """The values by number, those that are left to chance among them."""
        return self.enumeration or Leaf(self.hostile, self.base, self.extreme)

    @classmethod
    def leaf(
        cls,
        base: Strategy,
        *more: Strategy,
        ladder: Sequence[Strategy] = (),
        others: Sequence[Strategy] = (),
        hostile: Sequence[Any] = (),
        extreme: Sequence[Any] = (),
        kind: type | None = None,
    ) -> Recipe:
        """A recipe that mixes random values, of the base and of `more`, with values of the corpus."""
        common = [one_of_values(hostile)] if hostile else []
        rare = [one_of_values(extreme)] if extreme else []
        ordinary = st.one_of(base, *more, *common) if more or common else base
        extreme_too = st.one_of(base, *more, *common, *rare) if rare else ordinary
        hostile, extreme = tuple(hostile), tuple(extreme)
        enumeration = Leaf(hostile, base, extreme)
        return cls(
            ordinary,
            extreme_too,
            base,
            tuple(ladder),
            tuple(others),
            hostile,
            extreme,
            kind=kind,
            enumeration=enumeration,
        )

    def drawn_from(self, base: Strategy, hostile: Sequence[Any], extreme: Sequence[Any]) -> Recipe:
        """The same type from another base, with other values of the corpus."""
        return replace(Recipe.leaf(base, hostile=hostile, extreme=extreme, kind=self.kind), part=self.part)

    def map(self, function: Callable[[Strategy], Strategy]) -> Recipe:
        """The recipe with a function applied to each of its strategies, and no single values."""
        ladder, others = (tuple(map(function, rungs)) for rungs in (self.ladder, self.others))
        return Recipe(function(self.ordinary), function(self.extreme_too), function(self.base), ladder, others)


class _Pick:
    """Gives the value at an index; says little of itself, where a strategy shows what it samples from."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = tuple(values)

    def __call__(self, index: int) -> Any:
        return self._values[index % len(self._values)]

    def __repr__(self) -> str:
        return "corpus"


def one_of_values(values: Sequence[Any]) -> Strategy:
    """Any of some values, the first the simplest.

    It takes one choice even among one value: what takes none is shorter than any random value, and shrinking would end
    there.
    """
    return st.sampled_from(range(max(2, len(values)))).map(_Pick(values))


def union(recipes: Sequence[Recipe]) -> Recipe:
    """The recipe of a value that any one of the recipes may give, the simplest first."""
    if len(recipes) == 1:
        return recipes[0]
    return Recipe(
        st.one_of(*(one.ordinary for one in recipes)),
        st.one_of(*(one.extreme_too for one in recipes)),
        st.one_of(*(one.base for one in recipes)),
        tuple(rung for one in recipes for rung in (one.base, *one.ladder)),
        tuple(rung for one in recipes for rung in one.others),
        tuple(value for one in recipes for value in one.hostile),
        tuple(value for one in recipes for value in one.extreme),
        members=tuple(recipes),
        enumeration=OneOf(tuple(one.enumerated for one in recipes)),
    )

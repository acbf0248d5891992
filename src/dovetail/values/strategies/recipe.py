"""How values of one type are drawn, and the narrower ways to draw them for a constructor that refuses many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Strategy = st.SearchStrategy[Any]


@dataclass(frozen=True)
class Recipe:
    """The ways to draw a value of one type.

    Attributes:
        tame: values that any store must keep, hostile ones among them.
        wild: also values that a store may rightly refuse.
        base: the random part of both, without any value of the corpus.
        ladder: narrower bases, the widest first.
        others: bases of another kind of values, for where none of these is accepted.
        hostile: the values of the corpus that `tame` draws.
        extreme: the values of the corpus that `wild` draws beside those.
        part: the recipe to use where the object is a part of another one, if that differs.
        members: the recipes of which any one gives the value, for a union.
        kind: the class of the values, for a type that is not made of others.
    """

    tame: Strategy
    wild: Strategy
    base: Strategy
    ladder: tuple[Strategy, ...] = ()
    others: tuple[Strategy, ...] = ()
    hostile: tuple[Any, ...] = ()
    extreme: tuple[Any, ...] = ()
    part: Recipe | None = None
    members: tuple[Recipe, ...] = ()
    kind: type | None = None

    @classmethod
    def plain(cls, tame: Strategy, wild: Strategy | None = None, ladder: Sequence[Strategy] = ()) -> Recipe:
        """A recipe without values of the corpus of its own."""
        return cls(tame, tame if wild is None else wild, tame, tuple(ladder))

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
        tame = st.one_of(base, *more, *common) if more or common else base
        wild = st.one_of(base, *more, *common, *rare) if rare else tame
        return cls(tame, wild, base, tuple(ladder), tuple(others), tuple(hostile), tuple(extreme), kind=kind)

    def drawn_from(self, base: Strategy, hostile: Sequence[Any], extreme: Sequence[Any]) -> Recipe:
        """The same type from another base, with other values of the corpus."""
        return replace(Recipe.leaf(base, hostile=hostile, extreme=extreme, kind=self.kind), part=self.part)

    def map(self, function: Callable[[Strategy], Strategy]) -> Recipe:
        """The recipe with a function applied to each of its strategies, and no single values."""
        ladder, others = (tuple(map(function, rungs)) for rungs in (self.ladder, self.others))
        return Recipe(function(self.tame), function(self.wild), function(self.base), ladder, others)


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
        st.one_of(*(one.tame for one in recipes)),
        st.one_of(*(one.wild for one in recipes)),
        st.one_of(*(one.base for one in recipes)),
        tuple(rung for one in recipes for rung in (one.base, *one.ladder)),
        tuple(rung for one in recipes for rung in one.others),
        tuple(value for one in recipes for value in one.hostile),
        tuple(value for one in recipes for value in one.extreme),
        members=tuple(recipes),
    )

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
        hostile: the values of the corpus that `tame` draws.
        extreme: the values of the corpus that `wild` draws beside those.
        part: the recipe to use where the object is a part of another one, if that differs.
    """

    tame: Strategy
    wild: Strategy
    base: Strategy
    ladder: tuple[Strategy, ...] = ()
    hostile: tuple[Any, ...] = ()
    extreme: tuple[Any, ...] = ()
    part: Recipe | None = None

    @classmethod
    def plain(cls, tame: Strategy, wild: Strategy | None = None, ladder: Sequence[Strategy] = ()) -> Recipe:
        """A recipe without values of the corpus of its own."""
        return cls(tame, tame if wild is None else wild, tame, tuple(ladder))

    @classmethod
    def leaf(
        cls,
        *bases: Strategy,
        ladder: Sequence[Strategy] = (),
        hostile: Sequence[Any] = (),
        extreme: Sequence[Any] = (),
    ) -> Recipe:
        """A recipe that mixes random values, the simplest base first, with values of the corpus."""
        common = [st.sampled_from(hostile)] if hostile else []
        rare = [st.sampled_from(extreme)] if extreme else []
        tame = st.one_of(*bases, *common)
        wild = st.one_of(*bases, *common, *rare) if rare else tame
        return cls(tame, wild, st.one_of(*bases), tuple(ladder), tuple(hostile), tuple(extreme))

    def drawn_from(self, base: Strategy, hostile: Sequence[Any], extreme: Sequence[Any]) -> Recipe:
        """The same type from another base, with other values of the corpus."""
        narrower = Recipe.leaf(base, ladder=self.ladder, hostile=hostile, extreme=extreme)
        return replace(narrower, part=self.part)

    def map(self, function: Callable[[Strategy], Strategy]) -> Recipe:
        """The recipe with a function applied to each of its strategies, and no single values."""
        return Recipe(function(self.tame), function(self.wild), function(self.base), tuple(map(function, self.ladder)))


def union(recipes: Sequence[Recipe]) -> Recipe:
    """The recipe of a value that any one of the recipes may give, the simplest first."""
    if len(recipes) == 1:
        return recipes[0]
    return Recipe(
        st.one_of(*(one.tame for one in recipes)),
        st.one_of(*(one.wild for one in recipes)),
        st.one_of(*(one.base for one in recipes)),
        tuple(rung for one in recipes for rung in (one.base, *one.ladder)),
        tuple(value for one in recipes for value in one.hostile),
        tuple(value for one in recipes for value in one.extreme),
    )

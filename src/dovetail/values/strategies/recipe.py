"""How values of one type are drawn, and the narrower ways to draw them for a constructor that refuses many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]


@dataclass(frozen=True)
class Recipe:
    """The ways to draw a value of one type.

    Attributes:
        tame: values that any store must keep, hostile ones among them.
        wild: also values that a store may rightly refuse.
        base: the random part of both, without any value of the corpus.
        ladder: narrower bases, the widest first.
        hostile: corpus values drawn in `tame`.
        extreme: corpus values drawn in `wild` only.
    """

    tame: Strategy
    wild: Strategy
    base: Strategy
    ladder: tuple[Strategy, ...] = ()
    hostile: tuple[Any, ...] = ()
    extreme: tuple[Any, ...] = ()

    @classmethod
    def plain(cls, strategy: Strategy, wild: Strategy | None = None, ladder: Sequence[Strategy] = ()) -> Recipe:
        """A recipe without corpus values."""
        return cls(strategy, strategy if wild is None else wild, strategy, tuple(ladder))

    @classmethod
    def leaf(
        cls,
        *bases: Strategy,
        ladder: Sequence[Strategy] = (),
        hostile: Sequence[Any] = (),
        extreme: Sequence[Any] = (),
    ) -> Recipe:
        """A recipe that mixes random values (simplest base first) with corpus values."""
        common = (st.sampled_from(list(hostile)),) if hostile else ()
        rare = (st.sampled_from(list(extreme)),) if extreme else ()
        tame = st.one_of(*bases, *common)
        return cls(
            tame,
            st.one_of(*bases, *common, *rare) if rare else tame,
            st.one_of(*bases),
            tuple(ladder),
            tuple(hostile),
            tuple(extreme),
        )

    def narrowed(self, base: Strategy, hostile: Sequence[Any], extreme: Sequence[Any]) -> Recipe:
        """The same type drawn from a narrower base and the corpus values that are left."""
        return Recipe.leaf(base, ladder=self.ladder, hostile=hostile, extreme=extreme)

    def map(self, function: Callable[[Any], Any]) -> Recipe:
        """The recipe of what a function makes of the values."""
        return Recipe(
            self.tame.map(function),
            self.wild.map(function),
            self.base.map(function),
            tuple(rung.map(function) for rung in self.ladder),
            tuple(function(value) for value in self.hostile),
            tuple(function(value) for value in self.extreme),
        )

    def laddered(self, *rungs: Strategy) -> Recipe:
        """The same recipe with other narrower bases."""
        return replace(self, ladder=rungs)


def union(recipes: Sequence[Recipe]) -> Recipe:
    """The recipe of a value that any of the recipes may give, simplest first."""
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

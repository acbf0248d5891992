"""Find out, while strategies are being built, which values a constructor accepts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.values.strategies.evidence import Evidence, around
from dovetail.values.strategies.recipe import one_of_values
from dovetail.values.strategies.sampling import samples, values_of
from dovetail.values.strategies.searching import accepted_rows
from dovetail.values.strategies.texts import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dovetail.values.strategies.making import Maker
    from dovetail.values.strategies.recipe import Recipe, Strategy

_ROWS, _WITNESSES = 24, 3
_GOOD = 0.75
_WIDE = 2  # so many rungs are tried before those that the code speaks of
_SECONDS = 5.0  # for a constructor that takes long, such as one that hashes a password


@dataclass(frozen=True)
class Narrowed:
    """What a constructor accepts.

    Attributes:
        recipes: parameter to recipe; most of what it draws is accepted.
        known: values that are accepted together.
    """

    recipes: dict[str, Recipe]
    known: dict[str, Any]


def narrow(recipes: Mapping[str, Recipe], maker: Maker, evidence: Evidence) -> Narrowed | None:
    """Narrow the recipes of a constructor's parameters to what it accepts most of the time.

    Args:
        recipes: parameter to recipe.
        maker: tries values.
        evidence: what its code says of them.

    Returns:
        None where no values were found that it accepts.
    """
    return _Narrowing(recipes, maker, evidence).done()


@dataclass
class _Narrowing:
    recipes: Mapping[str, Recipe]
    maker: Maker
    evidence: Evidence

    def done(self) -> Narrowed | None:
        rows = self._rows()
        witnesses = [row for row in rows if self.maker.accepts(row)]
        witnesses = witnesses or self._found(others=False) or self._found(others=True)
        if not witnesses:
            return None
        known = min(witnesses, key=lambda row: len(repr(row)))
        beside = [known, *(row for row in witnesses if row is not known)][:_WITNESSES]
        return Narrowed({name: self._narrowed(name, rows, beside) for name in self.recipes}, known)

    def _rows(self) -> list[dict[str, Any]]:
        names = list(self.recipes)
        rows = samples([self.recipes[name].tame for name in names], _ROWS)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _found(self, *, others: bool) -> list[dict[str, Any]]:
        """Values of any rungs together that are accepted."""
        rungs = {name: self._rungs(name) + recipe.others * others for name, recipe in self.recipes.items()}
        pools = {name: [values for values in values_of(one) if values] for name, one in rungs.items()}
        return list(islice(accepted_rows(pools, self.maker, self._has_time), _WITNESSES))

    def _narrowed(self, name: str, rows: Sequence[Mapping[str, Any]], witnesses: Sequence[dict[str, Any]]) -> Recipe:
        """The widest rung of one parameter that is mostly accepted beside the witnesses' values of the others."""
        recipe = self.recipes[name]

        def rate(values: Sequence[Any]) -> float:
            tries = [self.maker.accepts({**witness, name: value}) for witness in witnesses for value in values]
            return sum(tries) / len(tries) if tries else 0.0

        def kept(values: Sequence[Any]) -> tuple[Any, ...]:
            return tuple(value for value in values if not self._has_time() or rate([value]) > 0)

        telling, extreme_telling = self._telling(recipe)
        hostile, extreme = kept((*recipe.hostile, *telling)), kept((*recipe.extreme, *extreme_telling))
        best = self._best_rung(name, rate, [row[name] for row in rows])
        if best is recipe.base and hostile == recipe.hostile and extreme == recipe.extreme:
            return recipe
        return recipe.drawn_from(best, hostile, extreme)

    def _best_rung(self, name: str, rate: Callable[[Sequence[Any]], float], drawn: Sequence[Any]) -> Strategy:
        recipe = self.recipes[name]
        best, best_rate = recipe.base, rate(drawn)
        for rungs in (self._rungs(name)[1:], recipe.others):
            for rung, values in zip(rungs, values_of(rungs), strict=True):
                if not self._has_time() or best_rate >= _GOOD:
                    return best
                accepted = rate(values)
                if accepted > best_rate:
                    best, best_rate = rung, accepted
            if best_rate > 0:
                return best
        return best

    def _rungs(self, name: str) -> tuple[Strategy, ...]:
        recipe = self.recipes[name]
        return (recipe.base, *recipe.ladder[:_WIDE], *self._evident(recipe), *recipe.ladder[_WIDE:])

    def _evident(self, recipe: Recipe) -> list[Strategy]:
        """The rungs that the constructor's own code speaks of."""
        kind = _kind(recipe)
        rungs: list[Strategy] = []
        if kind is str:
            rungs += [rung for pattern in self.evidence.patterns for rung in matching(pattern)]
        if kind in (str, int, Decimal):
            rungs += [one_of_values(one) for one in self.evidence.choices if type(one[0]) is kind]
        if kind in (int, Decimal):
            whole = sorted({0, *(int(bound) for bound in self.evidence.bounds)})
            rungs += [st.integers(low, high).map(kind) for low, high in pairwise(whole)]
        return rungs

    def _telling(self, recipe: Recipe) -> tuple[list[Any], list[Any]]:
        """Values at the bounds that the code speaks of, the ordinary ones and the others."""
        kind = _kind(recipe)
        numbers = [number for number in around(self.evidence.bounds) if number not in (0, 1, -1)]
        if kind is str:
            lengths = [length for length in numbers if 0 < length <= 10_000]
            return ["x" * one for one in lengths if one < 64], ["x" * one for one in lengths if one >= 64]
        if kind in (int, Decimal):
            return [kind(one) for one in numbers if abs(one) < 10**6], [
                kind(one) for one in numbers if abs(one) >= 10**6
            ]
        return [], []

    def _has_time(self) -> bool:
        return self.maker.seconds < _SECONDS


def _kind(recipe: Recipe) -> type | None:
    return type(recipe.hostile[0]) if recipe.hostile else None

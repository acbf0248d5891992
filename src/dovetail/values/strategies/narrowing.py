"""Find out, while strategies are being built, which values a constructor accepts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.introspection.evidence import Evidence, around
from dovetail.values.strategies.enumeration import Series
from dovetail.values.strategies.ordinary import ordinary
from dovetail.values.strategies.recipe import one_of_values, union
from dovetail.values.strategies.sampling import samples, values_of
from dovetail.values.strategies.searching import accepted_rows
from dovetail.values.strategies.texts import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dovetail.values.strategies.construction import Maker
    from dovetail.values.strategies.recipe import Recipe, Strategy

_ROWS, _WITNESSES = 24, 3
_GOOD = 0.75
_GOOD_LIST = 0.3  # what is refused of a list is left out of it, element by element
_WIDE = 2  # so many rungs are tried before those that the code speaks of
_TELLING = 12  # so many values at bounds are drawn beside those of the corpus
_SECONDS = 5.0  # for a constructor that takes long, such as one that hashes a password


@dataclass(frozen=True)
class Narrowed:
    """What a constructor accepts.

    Attributes:
        recipes: parameter to recipe; most of what it draws is accepted.
        known: values that are accepted together, as they are.
    """

    recipes: dict[str, Recipe]
    known: dict[str, Any]


def narrow(recipes: Mapping[str, Recipe], maker: Maker, evidence: Evidence) -> Narrowed | None:
    """Narrow the recipes of a constructor's parameters to what it accepts most of the time.

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
        witnesses = [accepted for row in rows if (accepted := self.maker.accepted(row)) is not None]
        witnesses = witnesses or self._found(others=False) or self._found(others=True)
        if not witnesses:
            return None
        known = min(witnesses, key=lambda row: len(repr(row)))
        beside = [known, *(row for row in witnesses if row is not known)][:_WITNESSES]
        list(values_of([base for recipe in self.recipes.values() for base in _bases(recipe)]))  # drawn at once
        narrowed = {name: self._narrowed(name, recipe, beside)[0] for name, recipe in self.recipes.items()}
        return Narrowed(narrowed, known)

    def _rows(self) -> list[dict[str, Any]]:
        names = list(self.recipes)
        rows = samples([self.recipes[name].ordinary for name in names], _ROWS)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _found(self, *, others: bool) -> list[dict[str, Any]]:
        """Values of any rungs together that are accepted."""
        ladders = {name: self._rungs(recipe) + recipe.others * others for name, recipe in self.recipes.items()}
        return list(islice(accepted_rows(ladders, self.maker, self._has_time), _WITNESSES))

    def _narrowed(self, name: str, recipe: Recipe, witnesses: Sequence[dict[str, Any]]) -> tuple[Recipe, float]:
        """What is accepted of a recipe for one parameter beside the witnesses' values of the others, and how often."""
        if recipe.members:
            narrowed = [self._narrowed(name, one, witnesses) for one in recipe.members]
            kept = [one for one, accepted in narrowed if accepted]
            return (union(kept) if kept else recipe), max(accepted for _, accepted in narrowed)

        def rate(values: Sequence[Any]) -> float:
            tries = [self.maker.accepts({**witness, name: value}) for witness in witnesses for value in values]
            return sum(tries) / len(tries) if tries else 0.0

        def accepted(values: Iterable[Any]) -> list[Any]:
            return [value for value in values if not self._has_time() or rate([value]) > 0]

        enumerated, extreme_ones = self._enumerated(recipe)
        hostile, extreme = accepted((*recipe.hostile, *enumerated)), accepted((*recipe.extreme, *extreme_ones))
        base, base_rate = self._best_rung(recipe, rate)
        if base is recipe.base and (*hostile, *extreme) == (*recipe.hostile, *recipe.extreme):
            return recipe, base_rate
        return recipe.drawn_from(base, hostile, extreme), max(base_rate, 0.01 * bool(hostile or extreme))

    def _best_rung(self, recipe: Recipe, rate: Callable[[Sequence[Any]], float]) -> tuple[Strategy, float]:
        """The widest rung that is mostly accepted, else the one that is accepted most often."""
        best, best_rate = recipe.base, 0.0
        good = _GOOD_LIST if isinstance(recipe.enumerated, Series) else _GOOD
        for rungs in (self._rungs(recipe), recipe.others):
            for rung, values in zip(rungs, values_of(rungs), strict=True):
                if not self._has_time() or best_rate >= good:
                    return best, best_rate
                accepted = rate(values)
                if accepted > best_rate:
                    best, best_rate = rung, accepted
            if best_rate:
                break
        return best, best_rate

    def _rungs(self, recipe: Recipe) -> tuple[Strategy, ...]:
        return (recipe.base, *recipe.ladder[:_WIDE], *self._evident(recipe), *recipe.ladder[_WIDE:])

    def _evident(self, recipe: Recipe) -> list[Strategy]:
        """The rungs that the constructor's own code speaks of."""
        kind = recipe.kind
        rungs: list[Strategy] = []
        if kind is str:
            rungs += [rung for pattern in self.evidence.patterns for rung in matching(pattern)]
        if kind in (str, int, Decimal):
            rungs += [one_of_values(one) for one in self.evidence.choices if type(one[0]) is kind]
        if kind in (int, Decimal):
            whole = sorted({0, *(int(bound) for bound in self.evidence.bounds)})
            rungs += [st.integers(low, high).map(kind) for low, high in pairwise(whole)]
            rungs += [_multiples(kind, step) for step in whole if 1 < step <= 1000]
        return rungs

    def _enumerated(self, recipe: Recipe) -> tuple[list[Any], list[Any]]:
        """Values at the bounds that the code speaks of, the ordinary ones and the others."""
        numbers = [number for number in around(self.evidence.bounds) if number not in (0, 1, -1)]
        values: list[Any] = []
        if recipe.kind is str:
            values = ["x" * length for length in numbers if 0 < length <= 10_000]
        elif recipe.kind in (int, Decimal):
            values = [recipe.kind(number) for number in numbers]
        common = [value for value in values if ordinary(value)]
        return common[:_TELLING], [value for value in values if value not in common][:_TELLING]

    def _has_time(self) -> bool:
        return self.maker.seconds < _SECONDS


def _bases(recipe: Recipe) -> list[Strategy]:
    return [base for one in recipe.members for base in _bases(one)] if recipe.members else [recipe.base]


def _multiples(kind: type, step: int) -> Strategy:
    return st.integers(-10_000, 10_000).map(lambda count: kind(count * step))

"""Find out, before anything is drawn, which values a constructor accepts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.values.strategies.recipe import Recipe, Strategy
from dovetail.values.strategies.sampling import samples

Values = Mapping[str, Any]
Accepts = Callable[[Values], bool]

_ROWS, _RUNG_ROWS, _SEARCHES, _WITNESSES = 40, 12, 3000, 3
_GOOD = 0.75


def narrow(recipes: Mapping[str, Recipe], accepts: Accepts) -> dict[str, Recipe] | None:
    """Narrow the recipes of a constructor's parameters to what it accepts most of the time.

    Args:
        recipes: parameter to recipe.
        accepts: whether the constructor takes these values.

    Returns:
        The same recipes where nearly all is accepted, narrower ones else; None where nothing accepted was found.
    """
    names = list(recipes)
    rows = [dict(zip(names, row, strict=True)) for row in samples([recipes[name].tame for name in names], _ROWS)]
    witnesses = [row for row in rows if accepts(row)]
    if len(witnesses) >= 0.95 * len(rows) and not any(one.hostile or one.extreme for one in recipes.values()):
        return dict(recipes)
    pools = {name: _Pool.of(recipe) for name, recipe in recipes.items()}
    if not witnesses:
        witnesses = _search(pools, accepts)
    if not witnesses:
        return None
    chosen = witnesses[:: max(1, len(witnesses) // _WITNESSES)][:_WITNESSES]
    return {name: _narrowed(name, recipes[name], pools[name], chosen, accepts) for name in names}


@dataclass(frozen=True)
class _Pool:
    """Values of each rung of a recipe's ladder, its own base first."""

    rungs: tuple[Strategy, ...]
    values: tuple[tuple[Any, ...], ...]

    @classmethod
    def of(cls, recipe: Recipe) -> _Pool:
        rungs = (recipe.base, *recipe.ladder)
        return cls(rungs, tuple(zip(*samples(rungs, _RUNG_ROWS), strict=True)))


def _search(pools: Mapping[str, _Pool], accepts: Accepts) -> list[dict[str, Any]]:
    """Try values of any rungs together, until some are accepted."""
    chance = random.Random(0)  # noqa: S311 - the same search every time
    found = []
    for _ in range(_SEARCHES):
        row = {name: chance.choice(chance.choice(pool.values)) for name, pool in pools.items()}
        if accepts(row):
            found.append(row)
            if len(found) == _WITNESSES:
                break
    return found


def _narrowed(
    name: str, recipe: Recipe, pool: _Pool, witnesses: Sequence[dict[str, Any]], accepts: Accepts
) -> Recipe:
    """The widest rung of one parameter that is mostly accepted beside the witnesses' values of the others."""

    def rate(values: Sequence[Any]) -> float:
        tries = [accepts({**witness, name: value}) for witness in witnesses for value in values]
        return sum(tries) / len(tries)

    def kept(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(value for value in values if rate([value]) > 0)

    rates = [rate(values) for values in pool.values]
    hostile, extreme = kept(recipe.hostile), kept(recipe.extreme)
    best = next((place for place, one in enumerate(rates) if one >= _GOOD), rates.index(max(rates)))
    if best == 0 and len(hostile) == len(recipe.hostile) and len(extreme) == len(recipe.extreme):
        return recipe
    return recipe.narrowed(pool.rungs[best], hostile, extreme)

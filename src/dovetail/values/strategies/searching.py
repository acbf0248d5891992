"""Look for values that a constructor accepts together, where drawn ones are all refused."""

from __future__ import annotations

import random
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from dovetail.values.strategies.refusals import place_of
from dovetail.values.strategies.sampling import values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from dovetail.values.strategies.construction import Maker
    from dovetail.values.strategies.recipe import Strategy

    Ladders = Mapping[str, Sequence[Strategy]]

_AT_RANDOM = 3000


def accepted_rows(ladders: Ladders, maker: Maker, goes_on: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """Values that are accepted together: found one check after the other, else at random."""
    found = next(_one_check_after_the_other(ladders, maker, goes_on), None)
    if found is not None:
        yield found
        return
    chance = random.Random(0)
    pools = {name: [values for values in values_of(rungs) if values] for name, rungs in ladders.items()}
    for _ in range(_AT_RANDOM):
        row = {name: chance.choice(_early(groups, chance)) for name, groups in pools.items()}
        if not goes_on():
            return
        if (accepted := maker.accepted(row)) is not None:
            yield accepted


def _one_check_after_the_other(ladders: Ladders, maker: Maker, goes_on: Callable[[], bool]) -> Iterator[dict[str, Any]]:
    """Change one value at a time, and go on from wherever the refusal comes from a place that none came from before."""
    places: set[Hashable] = set()
    trials = [iter([{name: _first(rungs) for name, rungs in ladders.items()}])]
    while trials and goes_on():
        row = next(trials[-1], None)
        if row is None:
            trials.pop()
        elif (accepted := maker.accepted(row)) is not None:
            yield accepted
            return
        elif (place := place_of(maker.refusal)) not in places:
            places.add(place)
            trials.append(_with_one_other(row, ladders))


def _with_one_other(row: dict[str, Any], ladders: Ladders) -> Iterator[dict[str, Any]]:
    """The row with another value in one place: of the first strategy of each parameter, of the second of each, ..."""
    groups = {name: values_of(rungs) for name, rungs in ladders.items()}
    for level in zip_longest(*groups.values(), fillvalue=()):
        for name, values in zip(groups, level, strict=True):
            yield from ({**row, name: value} for value in values)


def _first(rungs: Sequence[Strategy]) -> Any:
    return next(chain.from_iterable(values_of(rungs)), None)


def _early(groups: Sequence[Sequence[Any]], chance: random.Random) -> Sequence[Any]:
    """One group of values, the first ones more often: what the code and the field's name speak of stands there."""
    return groups[int(len(groups) * chance.random() ** 2)]

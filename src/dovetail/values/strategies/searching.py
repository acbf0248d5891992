"""Look for values that a constructor accepts together, where drawn ones are all refused."""

from __future__ import annotations

import random
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from dovetail.values.strategies.making import Maker

_AT_RANDOM = 3000


def accepted_rows(
    pools: Mapping[str, Sequence[Sequence[Any]]], maker: Maker, goes_on: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    """Values that are accepted together: found one check after the other, else at random.

    Args:
        pools: parameter to values, in groups, the likeliest first.
        maker: tries them.
        goes_on: whether there is time left.
    """
    found = next(_one_check_after_the_other(pools, maker, goes_on), None)
    if found is not None:
        yield found
        return
    chance = random.Random(0)
    for _ in range(_AT_RANDOM):
        row = {name: chance.choice(_early(groups, chance)) for name, groups in pools.items()}
        if not goes_on():
            return
        if maker.accepts(row):
            yield row


def _one_check_after_the_other(
    pools: Mapping[str, Sequence[Sequence[Any]]], maker: Maker, goes_on: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    """Change one value at a time, and go on from wherever the refusal comes from a place that none came from before."""
    places: set[Hashable] = set()
    trials = [iter([{name: groups[0][0] for name, groups in pools.items()}])]
    while trials and goes_on():
        row = next(trials[-1], None)
        if row is None:
            trials.pop()
        elif maker.accepts(row):
            yield row
            return
        elif (place := place_of(maker.refusal)) not in places:
            places.add(place)
            trials.append(_with_one_other(row, pools))


def _with_one_other(row: dict[str, Any], pools: Mapping[str, Sequence[Sequence[Any]]]) -> Iterator[dict[str, Any]]:
    return ({**row, name: value} for name, groups in pools.items() for group in groups for value in group)


def place_of(refusal: BaseException | None) -> Hashable:
    """Where in the code values were refused, or for which of them: pydantic tells all of those at once."""
    told = getattr(refusal, "errors", None)
    if callable(told):
        try:
            return frozenset(str(one["loc"]) + one["type"] for one in told())
        except Exception:  # noqa: BLE001 - an `errors` of another kind
            return repr(refusal)
    if refusal is None or refusal.__traceback__ is None:
        return str(refusal)
    return tuple((frame.f_code, line) for frame, line in walk_tb(refusal.__traceback__))


def _early(groups: Sequence[Sequence[Any]], chance: random.Random) -> Sequence[Any]:
    """One group of values, the first ones more often: what the code and the field's name speak of stands there."""
    return groups[int(len(groups) * chance.random() ** 2)]

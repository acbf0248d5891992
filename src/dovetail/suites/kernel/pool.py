"""Values that one pass of Hypothesis draws for a whole suite, and that the scenarios of every clause share.

What is shared is values, never what an adapter stores: each scenario gets a copy, and stores it by itself. Most of them
are enumerated, so that they come up in every run (`values/strategies/enumeration.py`); the others Hypothesis draws.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from functools import cached_property
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException, InvalidArgument, Unsatisfiable
from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.values import identical, leaves
from dovetail.values.copies import holds_mapped
from dovetail.values.duplicate import duplicate
from dovetail.values.strategies import enumerated, is_enumerated_whole

Explain = Callable[[Exception, Any], Exception]
"""Says whose code raised, given what was raised and the strategy that was being drawn from, if any."""

_ENUMERATED = 0.6  # of the shared values: those that come up in every run, where their strategy is made from types
_MOST_ENUMERATED = 50  # of what else clauses draw
_ROUNDS, _EACH = 4, 12  # of what else clauses draw: so many examples, with so many values each, as those cost more
_ROUNDS_BESIDE = 2  # beside those that are enumerated
_RICH = 4  # values that have most in them, which a clause meets next after the simplest one
_SEEDS = st.integers(0, 2**64 - 1)
_IMMUTABLE = (str, bytes, int, float, complex, type(None), Enum, Decimal, UUID, dt.date, dt.time, dt.timedelta, type)


class NotShared(BaseException):
    """A value cannot be copied, so that Hypothesis has to draw it anew for each scenario."""


class Pool:
    """What was drawn for one suite.

    Attributes:
        size: how many values of the shared strategy there are, once they are drawn.
    """

    def __init__(
        self,
        shared: SearchStrategy[Any],
        profile: settings,
        explain: Explain,
        start: int | None = None,
        *,
        hurried: bool = False,
    ) -> None:
        """Draw nothing yet.

        Args:
            shared: what every clause draws from: the strategy of aggregates.
            profile: of which Hypothesis draws `max_examples` values.
            explain: says whose code raised.
            start: where chance starts from, so that several processes draw the same; Hypothesis's own where not given,
                and where the profile leaves nothing to chance.
            hurried: whether a clause may have to end early, so that values which come up in every run have to be first.
        """
        self._hurried = hurried
        self._enumerated = 0
        self._start = None if profile.derandomize else start
        self._shared = shared
        self._profile = profile
        self._explain = explain
        self._seed = ""
        self._drawn: dict[int, tuple[SearchStrategy[Any], list[Any]]] = {}
        self._orders: dict[str, list[int]] = {}
        self._rich: list[int] = []
        self._error: Exception | None = None

    def fill(self) -> None:
        """Draw, unless that was done before.

        Raises:
            ContractError: no value can be drawn; the same error each time, at the cost of one attempt.
        """
        if self._error is not None:
            raise self._error
        if id(self._shared) in self._drawn:
            return
        try:
            counted = enumerated(self._shared, int(_ENUMERATED * self._profile.max_examples))
            left, self._enumerated = self._profile.max_examples - len(counted), len(counted)
            pairs = self._pass(st.tuples(self._shared, _SEEDS), left, self._shared)
        except Exception as error:
            self._error = error
            raise
        self._seed = ":".join(f"{seed:x}" for _, seed in pairs[-3:])
        simplest, *drawn = [value for value, _ in pairs]
        values = [simplest, *counted, *drawn]
        self._keep(self._shared, values)
        by_size = sorted(range(1, len(values)), key=lambda place: -sum(1 for _ in leaves(values[place])))
        self._rich = by_size[:_RICH]

    @property
    def failed(self) -> bool:
        """Whether no value can be drawn."""
        return self._error is not None

    @property
    def size(self) -> int:
        """How many values of the shared strategy there are."""
        return len(self._drawn[id(self._shared)][1])

    def scenario(self, clause: str, turn: int) -> PooledDraw:
        """What draws in one scenario of a clause: the same each time, and the same in every process.

        Args:
            clause: the clause's id.
            turn: which of its scenarios it is, from 0.
        """
        if clause not in self._orders:
            self._orders[clause] = [*dict.fromkeys([0, *self._order(clause)])]
        return PooledDraw(self, f"{self._seed}:{clause}:{turn}", self._orders[clause][turn % self.size], turn)

    def _order(self, clause: str) -> list[int]:
        shuffled = Random(f"{self._seed}:{clause}").sample(range(1, self.size), self.size - 1)
        if not self._hurried:
            return [*self._rich, *shuffled]
        return [*(place for place in shuffled if place <= self._enumerated), *shuffled]

    def is_shared(self, strategy: SearchStrategy[Any]) -> bool:
        """Whether it is the strategy from which every clause draws."""
        return strategy is self._shared

    def values(self, strategy: SearchStrategy[Any]) -> Sequence[Any]:
        """Values of any strategy, drawn when they are first asked for.

        Raises:
            NotShared: they cannot be copied, or none could be drawn.
        """
        known = self._drawn.get(id(strategy))
        if known is None:
            counted = enumerated(strategy, _MOST_ENUMERATED)
            whole = counted and is_enumerated_whole(strategy)
            rounds = _ROUNDS_BESIDE if counted else _ROUNDS
            known = self._keep(strategy, counted if whole else [*counted, *self._several(strategy, rounds)])
        return known[1]

    def _several(self, strategy: SearchStrategy[Any], rounds: int) -> list[Any]:
        try:
            simplest, *others = self._pass(st.lists(strategy, min_size=_EACH, max_size=_EACH), rounds, strategy)
        except Unsatisfiable:
            return self._pass(strategy, _ROUNDS, strategy)
        return [*simplest[:1], *(value for values in others for value in values)]  # the first ones are all alike

    def _keep(self, strategy: SearchStrategy[Any], drawn: list[Any]) -> tuple[SearchStrategy[Any], list[Any]]:
        kept = self._drawn[id(strategy)] = (strategy, drawn)  # the strategy too, so that no other gets its id
        if any(map(holds_mapped, drawn)):
            raise NotShared
        for value in drawn[:: max(1, len(drawn) // 8)]:
            if not identical(value, copied(value)):
                raise NotShared
        return kept

    def _pass(self, strategy: SearchStrategy[Any], many: int, blamed: SearchStrategy[Any]) -> list[Any]:
        return several(strategy, many, self._profile, self._start, lambda error: self._explain(error, blamed))


def several(
    strategy: SearchStrategy[Any],
    many: int,
    profile: settings,
    start: int | None,
    explain: Callable[[Exception], Exception],
) -> list[Any]:
    """So many values of a strategy, as one run of Hypothesis draws them.

    Args:
        strategy: what is drawn from.
        many: how many.
        profile: the settings of the run.
        start: where chance starts from; Hypothesis's own where not given.
        explain: says whose code raised.
    """
    drawn: list[Any] = []

    def noted(value: Any) -> None:
        drawn.append(value)

    # Hypothesis reads a test's source anew for each run, which takes as long as a few draws: this one shows none.
    noted.__code__ = noted.__code__.replace(co_filename="<noted>")
    draws = settings(
        profile,
        max_examples=many,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(strategy)(noted))
    try:
        (draws if start is None else seed(start)(draws))()
    except ContractError:
        raise
    except Exception as error:
        if isinstance(error, HypothesisException) and not isinstance(error, InvalidArgument):
            raise
        raise explain(error) from error
    return drawn


class FreshDraw:
    """Draws outside of any test: values that Hypothesis draws many at a time, each given once."""

    def __init__(self, many: int, profile: settings, explain: Explain) -> None:
        self._many = many
        self._profile = profile
        self._explain = explain
        self._left: dict[int, tuple[SearchStrategy[Any], list[Any]]] = {}
        self._passes = 0

    def __call__(self, strategy: SearchStrategy[Any]) -> Any:
        _, left = self._left.setdefault(id(strategy), (strategy, []))
        if not left:
            self._passes += 1
            drawn = several(
                strategy, self._many, self._profile, self._passes, lambda error: self._explain(error, strategy)
            )
            left += reversed(drawn)
        return left.pop()


class PooledDraw:
    """Draws in one scenario from what is there already.

    Called with a strategy, it gives a copy of one of its values: of the shared one first the value whose turn it is,
    then others, each once. Numbers are counted through from turn to turn, so that what a clause chooses first takes
    every value within few scenarios, whatever the seed; only what it chooses later is left to chance.
    """

    def __init__(self, pool: Pool, seed: str, first: int, turn: int) -> None:
        self._pool = pool
        self._seed = seed
        self._given = [first]
        self._next: int | None = first
        self._turn = turn
        self._simplest = not turn

    @cached_property
    def _random(self) -> Random:
        """What is left to chance; to start it costs as much as a small scenario, and many leave nothing to it."""
        return Random(self._seed)

    def __call__(self, strategy: SearchStrategy[Any]) -> Any:
        values = self._pool.values(strategy)
        if not self._pool.is_shared(strategy):
            return copied(values[self._random.randrange(len(values))])
        return copied(values[self._another(len(values))])

    def number(self, least: int, most: int) -> int:
        """A number from `least` to `most`."""
        if not self._turn:
            return least if self._simplest else self._random.randint(least, most)
        self._turn, place = divmod(self._turn, most - least + 1)
        return least + place

    def _another(self, of: int) -> int:
        """The place of a value that this scenario did not have yet, as long as there are any."""
        if self._next is not None:
            place, self._next = self._next, None
            return place
        place = self._random.randrange(of)
        for _ in range(of):
            if place not in self._given:
                break
            place = (place + 1) % of
        self._given.append(place)
        return place


def copied(value: Any) -> Any:
    """A copy that shares nothing with the value.

    Raises:
        NotShared: there is none.
    """
    if isinstance(value, _IMMUTABLE):
        return value
    try:
        return duplicate(value)
    except Exception as error:
        raise NotShared from error

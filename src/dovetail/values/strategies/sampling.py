"""Values of strategies, drawn while other strategies are being built."""

from __future__ import annotations

import os
import weakref
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, currently_in_test_context, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Strategy = st.SearchStrategy[Any]

_QUIETLY = settings(
    database=None, derandomize=True, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck)
)
_AT_ONCE, _CHUNK, _ENOUGH = 6, 16, 12
_THREADS = 32  # at most: one, and another for each strategy that is asked for as a value of another is made
IDLE = "dovetail samples"
"""What the names of the threads begin with that draw samples, and stay."""
_many: weakref.WeakKeyDictionary[Strategy, tuple[Any, ...]] = weakref.WeakKeyDictionary()
_known: weakref.WeakKeyDictionary[Strategy, tuple[Any, ...]] = weakref.WeakKeyDictionary()


def samples(strategies: Sequence[Strategy], count: int) -> list[tuple[Any, ...]]:
    """Draw about `count` rows, one value of each strategy in a row: the simplest first, the same every time."""
    rows: list[tuple[Any, ...]] = []
    row = st.tuples(*strategies)

    def draw() -> None:
        # An example costs more than its draws: several rows are drawn in each. The first has the simplest values.
        @settings(_QUIETLY, max_examples=1 + count // _AT_ONCE)
        @given(st.tuples(*(row for _ in range(_AT_ONCE))))
        def collect(drawn: tuple[tuple[Any, ...], ...]) -> None:
            rows.extend(drawn if rows else drawn[:1])

        collect()

    _apart(draw)
    return rows


def values_of(strategies: Sequence[Strategy]) -> Iterator[tuple[Any, ...]]:
    """Some values of each of many strategies, more and more at once; none of one that cannot be drawn from."""
    start, size = 0, 2
    while start < len(strategies):
        chunk = strategies[start : start + size]
        unknown = [one for one in dict.fromkeys(chunk) if one not in _known]
        if unknown:
            _learn(unknown)
        yield from (_known[one] for one in chunk)
        start, size = start + size, min(2 * size, _CHUNK)


def many_of(strategy: Strategy, count: int) -> tuple[Any, ...]:
    """About `count` different values of one strategy; fewer where it has no more, or cannot be drawn from."""
    known = _many.get(strategy)
    if known is None:
        try:
            drawn = [value for (value,) in samples([strategy], count)]
        except Exception:  # noqa: BLE001 - as below
            drawn = []
        known = _many[strategy] = tuple({repr(value): value for value in drawn}.values())
    return known


def _learn(strategies: Sequence[Strategy]) -> None:
    try:
        columns = zip(*samples(strategies, _ENOUGH), strict=True)
        _known.update(zip(strategies, columns, strict=True))
    except Exception:  # noqa: BLE001 - InvalidArgument, or anything that a strategy of the user's raises
        if len(strategies) == 1:
            _known[strategies[0]] = ()
            return
        for one in strategies:
            _learn([one])


def _apart(draw: Callable[[], None]) -> None:
    """Use `given`, in another thread while one runs: a test may ask for a strategy as it draws its data.

    Hypothesis refuses a `given` inside another for its cost when both shrink; this one never does.
    """
    if currently_in_test_context():
        _waiting().submit(draw).result()
    else:
        draw()


@cache
def _waiting() -> ThreadPoolExecutor:
    """Threads that stay: in each that is new, Hypothesis has the collector look through all that is loaded."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix=IDLE)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_waiting.cache_clear)  # no thread lives on in another process

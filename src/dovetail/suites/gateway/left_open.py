"""How many connections an adapter leaves open: after many failed calls, and once it is closed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

from dovetail.patience import Patience
from dovetail.suites.gateway.bench import Bench

FEW = 6
"""A pool may keep so many connections for the next calls."""
MANY = FEW + 2
"""So many calls are made, one after the other, that fail in one way."""
CLOSE = "gateway.close()"
"""What is done then, in a finding."""
NONE_OPEN = "no connection is open once the adapter is closed"
_SECONDS = 3.0
_SHORTEST, _LONGEST = 0.01, 0.2
_ALL = 2  # the generation that holds every object


@dataclass(frozen=True, slots=True)
class Left:
    """What many failed calls left behind.

    Attributes:
        open: how many connections are open after them.
        closed: how many are open once the adapter was closed; 0 where it cannot be, or too many were before.
        unasked: whether the last call reached nobody: a pool has no connection left for it, or a breaker is open.
    """

    open: int
    closed: int
    unasked: bool


def connections_left(bench: Bench, fail: Callable[[], object]) -> Left:
    """What is left of many calls that fail, one after the other."""
    unasked = False
    for _ in range(MANY):
        before = _arrived(bench)
        fail()
        unasked = not bench.made[-1].exchanges and not _arrives(bench, before)
        if unasked:
            break  # the next would fare no better
        # An error that is kept for the report would keep its response, and that its connection.
        bench.made[-1].answer = None
    left = _settled(bench, FEW)
    if left > FEW or not bench.closes:  # too many after the calls is told by itself
        return Left(left, 0, unasked)
    bench.close()
    return Left(left, _settled(bench, 0), unasked)


def _arrived(bench: Bench) -> tuple[int, int]:
    """How many connections and requests have come so far."""
    return bench.provider.accepted, len(bench.provider.exchanges)


def _arrives(bench: Bench, before: tuple[int, int]) -> bool:
    """Whether anything comes after all: on a busy machine a client may give up before the provider has looked."""
    if getattr(bench.binding.contract, "breaker", None) is not None:
        return False  # it is open
    patience = Patience(_SECONDS, longest=2 * _LONGEST)
    while _arrived(bench) == before and not patience.is_over():
        time.sleep(_LONGEST)
    return _arrived(bench) != before


def _settled(bench: Bench, few: int) -> int:
    """How many are open once the provider has noticed which were closed.

    Pools such as those of requests and urllib3 are closed when nobody holds them any more. That is asked for again and
    again, since a collection does nothing while one runs in another thread. What is young comes first: to look through
    all that a large application has loaded takes half a second.
    """
    patience = Patience(_SECONDS, longest=2 * _LONGEST)
    tick, generation = _SHORTEST, 0
    while (count := int(bench.provider.connections)) > few and not patience.is_over():
        gc.collect(generation)
        time.sleep(tick)
        tick, generation = min(2 * tick, _LONGEST), min(generation + 1, _ALL)
    return count

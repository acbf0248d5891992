"""How many connections an adapter leaves open: after many failed calls, and once it is closed."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from dovetail.patience import Patience
from dovetail.suites.gateway.bench import Bench

FEW = 6
"""A pool may keep so many connections for the next calls."""
MANY = FEW + 2
"""So many calls are made, one after the other, that fail in one way."""
_SECONDS = 3.0
_SHORTEST, _LONGEST = 0.01, 0.2


def connections_left(bench: Bench, fail: Callable[[], object]) -> tuple[int, int]:
    """How many are open after many failed calls, and after the adapter was closed, where it can be.

    Args:
        bench: where the calls are made.
        fail: makes one of them.
    """
    for _ in range(MANY):
        fail()
        # An error that is kept for the report would keep its response, and that its connection.
        bench.made[-1].answer = None
        if not bench.made[-1].exchanges:
            break  # a pool has no connection left for it, or a breaker is open: the next would fare no better
    left = _settled(bench, FEW)
    if not bench.closes:
        return left, 0
    bench.close()
    return left, _settled(bench, 0)


def _settled(bench: Bench, few: int) -> int:
    """How many are open once the provider has noticed which were closed.

    Pools such as those of requests and urllib3 are closed when nobody holds them any more. That is asked for again and
    again, since a collection does nothing while one runs in another thread.
    """
    patience = Patience(_SECONDS, longest=2 * _LONGEST)
    tick = _SHORTEST
    gc.collect()
    while (count := int(bench.provider.connections)) > few and not patience.is_over():
        time.sleep(tick)
        tick = min(2 * tick, _LONGEST)
        gc.collect()
    return count

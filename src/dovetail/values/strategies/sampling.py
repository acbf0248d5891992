"""Values of a strategy, drawn while strategies are being built."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dovetail.values.strategies.recipe import Strategy

_QUIETLY = settings(
    database=None,
    derandomize=True,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def samples(strategies: Sequence[Strategy], count: int) -> list[tuple[Any, ...]]:
    """Draw about `count` rows, one value of each strategy in a row, the same rows every time."""
    rows: list[tuple[Any, ...]] = []

    @settings(_QUIETLY, max_examples=count)
    @given(st.tuples(*strategies))
    def collect(row: tuple[Any, ...]) -> None:
        rows.append(row)

    # A thread of its own, because Hypothesis refuses a `given` inside a running one, and a strategy may well be built
    # while a test draws its data.
    errors: list[BaseException] = []

    def run() -> None:
        try:
            collect()
        except Exception as error:  # noqa: BLE001 - handed to the thread that asked
            errors.append(error)

    thread = threading.Thread(target=run, name="dovetail samples")
    thread.start()
    thread.join()
    if errors and not rows:
        raise errors[0]
    return rows

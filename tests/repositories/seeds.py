"""Whether what is found depends on chance: the suites of the faulty adapters under one seed after the other.

    make seeds, or PYTHONPATH=tests python tests/repositories/seeds.py [--seeds 20] [--every 7] [--first]

For each faulty adapter, the whole suite (with `--first`, only the clause that its docstring names first) runs once for
each seed. What is printed: the clauses that were broken under some seeds and not under all, and how many examples it
took to break the first clause. Exit code 1 where a seed made a difference.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings
from test_zoo import clauses_of, faults

from dovetail.errors import ContractError
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite

_SEARCH = settings(max_examples=100, database=None, phases=[Phase.generate])


def broken_under(seed: int, suite: Any, first: str, *, alone: bool) -> tuple[frozenset[str], int | None]:
    """The clauses that are broken, and how many examples it took to break the first; None where it was not."""
    held = Suite(type(suite.__name__, (suite,), {"settings": _SEARCH}), start=seed)
    broken, took = set(), None
    for check in suite.checks:
        if alone and check.clause != first:
            continue
        try:
            outcome = held.run(check)
        except ContractError:
            continue
        if outcome.verdict is Verdict.BROKEN:
            broken.add(check.clause)
            took = outcome.examples if check.clause == first else took
    return frozenset(broken), took


def main() -> int:
    """Run all of them; how many depend on the seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--every", type=int, default=1, help="only each nth of the faulty adapters")
    parser.add_argument("--first", action="store_true", help="only the clause that the docstring names first")
    parser.add_argument("--json", type=Path, help="where to write what was counted")
    given = parser.parse_args()
    counted: dict[str, list[int | None]] = {}
    differing = 0
    started = time.perf_counter()
    for each in [*faults()][:: given.every]:
        suite, adapter = each.values
        first = clauses_of(adapter)[0]
        name = str(each.id)
        runs = [broken_under(seed, suite, first, alone=given.first) for seed in range(given.seeds)]
        counted[name] = [took for _, took in runs]
        times = Counter(clause for broken, _ in runs for clause in broken)
        at_times = {clause: found for clause, found in sorted(times.items()) if found < given.seeds}
        if at_times or first not in times:
            differing += 1
            print(f"{name}: {at_times or 'never found'}", flush=True)
    took = [each for runs in counted.values() for each in runs if each is not None]
    print(f"{len(counted)} faulty adapters, {given.seeds} seeds, {time.perf_counter() - started:.0f} s")
    print(f"examples until the first clause broke: median {statistics.median(took)}, mean {statistics.mean(took):.1f}")
    print(f"{differing} of them depend on the seed")
    if given.json is not None:
        given.json.write_text(json.dumps(counted, indent=1))
    return min(1, differing)


if __name__ == "__main__":
    sys.exit(main())

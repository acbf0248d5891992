"""Look long for a false alarm: every correct suite in as many fresh examples as one has the patience for.

    make soak, or PYTHONPATH=tests python tests/repositories/soak.py [EXAMPLES]

The tests glance at each correct suite, with the same examples every time; this draws others on each run. Exit code 1,
and the scenario, where a clause accuses a correct adapter.
"""

from __future__ import annotations

import sys
import time

from hypothesis import settings
from test_zoo import suites

from dovetail import verify

EXAMPLES = 150


def main(examples: int) -> int:
    """Hold every correct suite to its contract; how many of them a clause accuses."""
    accused = 0
    for each in suites():
        (suite,) = each.values
        started = time.perf_counter()
        report = verify(type(suite.__name__, (suite,), {"settings": settings(max_examples=examples, database=None)}))
        print(f"{each.id}  {'holds' if report.holds else 'ACCUSED'}  {time.perf_counter() - started:.1f} s", flush=True)
        for finding in report.findings:
            print("\n    ".join((f"  {finding.clause}", *finding.scenario)))
            print(f"    expected {finding.expected}\n    got      {finding.got}", flush=True)
        accused += not report.holds
    return accused


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)))

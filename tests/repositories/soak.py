"""Look long for a false alarm: every suite of the zoo in as many fresh examples as one has the patience for.

    make soak, or PYTHONPATH=tests python tests/repositories/soak.py [EXAMPLES [WORD]]

The tests glance at each correct suite, with the same examples every time; this draws others on each run. Of the faulty
adapters the tests ask only for the clause that each is made to break; this asks all the others too, which must not
break unless the adapter's docstring names them. A word asks only the suites that have it in their name, or in that of
their contract's module. Exit code 1, and the scenario or the reason, where a clause accuses one falsely or cannot be
evaluated.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from hypothesis import settings
from test_zoo import clauses_of, faults, suites

from dovetail import Report, RepositoryContract, verify
from dovetail.suites.kernel.check import Check

EXAMPLES = 150
Checks = tuple[Check[Any], ...]


def main(examples: int, word: str = "") -> int:
    """Hold every suite of that word to its contract; how many of them a clause accuses falsely."""
    accused = 0
    for each in suites():
        (suite,) = each.values
        if not _is_named(word, str(each.id), suite):
            continue
        accused += _accuses(str(each.id), suite, suite.checks, examples, named=set())
    for each in faults():
        suite, adapter = each.values
        if not _is_named(word, str(each.id), suite):
            continue
        first, *others = clauses_of(adapter)
        # Those that look long for a case would make the whole of it take hours.
        asked = tuple(check for check in suite.checks if check.clause != first and not check.needs_a_case)
        accused += _accuses(str(each.id), suite, asked, examples // 5, named=set(others))
    return accused


def _is_named(word: str, name: str, suite: type[RepositoryContract]) -> bool:
    return any(word in each for each in (name, *(cls.__module__ for cls in suite.__mro__)))


def _accuses(name: str, suite: type[RepositoryContract], checks: Checks, examples: int, named: set[str]) -> bool:
    """Whether a clause breaks, or cannot be evaluated, that is not named; with what it found, on the terminal."""
    how = {"settings": settings(max_examples=examples, database=None), "checks": checks}
    started = time.perf_counter()
    report: Report = verify(type(suite.__name__, (suite,), how))
    false = [finding for finding in report.findings if finding.clause not in named]
    unknown = [outcome for outcome in report.not_evaluated if outcome.clause not in named]
    said = "ACCUSED" if false else "NOT EVALUATED" if unknown else "as it should"
    print(f"{name}  {said}  {time.perf_counter() - started:.1f} s", flush=True)
    for finding in false:
        print("\n    ".join((f"  {finding.clause}", *finding.scenario)))
        print(f"    expected {finding.expected}\n    got      {finding.got}", flush=True)
    for outcome in unknown:
        print(f"  {outcome.clause} {outcome.reason}", flush=True)
    return bool(false or unknown)


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(min(1, main(int(given[0]) if given else EXAMPLES, *given[1:2])))

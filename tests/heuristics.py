"""Which guess earns its keep: the zoo with one guess of `values/strategies` or `values/changes` switched off.

    export PYTHONPATH=tests:tests/repositories:tests/mappers
    python tests/heuristics.py                   which domains of the zoo each guess says anything about
    python tests/heuristics.py NAME [DOMAIN...]  what comes out otherwise without it: a fault that is not found,
                                                 a correct adapter that is accused, a suite that is not evaluated

docs/heuristics.md says what came of it; `guesses.py` has the guesses.
"""

from __future__ import annotations

import contextlib
import copy
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import test_mapper_zoo
import test_zoo
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dovetail import MapperContract, verify
from dovetail.errors import ContractError
from dovetail.suites.kernel.outcome import Verdict
from dovetail.values.changes import RefusedHalfway
from guesses import GUESSES, listen, switch_off

DRAWN = settings(max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate])


@dataclass(frozen=True)
class Case:
    """A suite of the zoo.

    Attributes:
        name: its test's.
        domain: the module that has its contract.
        contract: the suite.
        run: what comes out: "found", "held", or what is not as it should be.
    """

    name: str
    domain: str
    contract: Any
    run: Callable[[], str]


def cases() -> Iterator[Case]:
    """The whole zoo but for what needs a server: faulty adapters and mappers first."""
    for each in test_zoo.faults():
        suite, adapter = each.values
        clause, *_ = test_zoo.clauses_of(adapter)
        yield Case(str(each.id), _domain(suite), suite, _finding(suite, clause, test_zoo._SEARCH))
    for each in test_mapper_zoo.faults():
        suite, clause = each.values
        yield Case(str(each.id), _domain(suite), suite, _finding(suite, clause, test_mapper_zoo._SEARCH))
    for each in (*test_zoo.suites(), *test_mapper_zoo.suites()):
        (suite,) = each.values
        yield Case(str(each.id), _domain(suite), suite, _holding(suite, test_zoo._GLANCE))


def _domain(suite: Any) -> str:
    """The module of the domain, whichever module derives the suite of a faulty adapter."""
    named: list[str] = [cls.__module__ for cls in suite.__mro__ if cls.__module__.startswith("correct.")]
    return next(iter(named), "").rpartition(".")[2]


def _finding(suite: Any, clause: str, how: settings) -> Callable[[], str]:
    def run() -> str:
        checks = tuple(check for check in suite.checks if check.clause == clause)
        report = verify(type(suite.__name__, (suite,), {"settings": how, "checks": checks}))
        outcome = report.outcomes[clause]
        if outcome.finding is not None:
            return "found"
        return f"NOT FOUND ({outcome.reason or outcome.verdict.value})"

    return run


def _holding(suite: Any, how: settings) -> Callable[[], str]:
    def run() -> str:
        report = verify(type(suite.__name__, (suite,), {"settings": how}))
        wrong = [f"{each.clause} {each.expected} / {each.got}" for each in report.findings]
        wrong += [
            f"{one.clause} {one.reason}"
            for one in report.outcomes.values()
            if one.verdict is Verdict.BROKEN and one.finding is None
        ]
        return f"ACCUSED ({'; '.join(dict.fromkeys(wrong))})" if wrong else "held"

    return run


def main(name: str, domains: list[str]) -> int:
    """Run the zoo, or what of it has to do with some domains, without one or more guesses; how many differ."""
    switch_off(name)
    otherwise, ran, began = 0, 0, time.perf_counter()
    for case in cases():
        if domains and case.domain not in domains:
            continue
        ran += 1
        try:
            came = case.run()
        except ContractError as error:
            came = f"NOT EVALUATED ({error.cause})"
        if came not in ("found", "held"):
            otherwise += 1
            print(f"    {name}: {case.name} [{case.domain}]  {came[:160]}", flush=True)
    print(f"{name}: {otherwise} of {ran} come out otherwise, {time.perf_counter() - began:.0f} s", flush=True)
    return otherwise


def touched() -> None:
    """Which domains each guess says anything about: what is drawn of each, changed, and disturbed."""
    now = ""
    said: dict[str, set[str]] = {name: set() for name in GUESSES}
    listen(lambda name: said[name].add(now))
    met: set[Any] = set()
    for case in cases():
        binding = case.contract.bind()
        root = binding.domain if issubclass(case.contract, MapperContract) else binding.aggregate
        if (case.domain, root) in met:
            continue
        met.add((case.domain, root))
        now = case.domain
        try:
            _draw(binding)
        except Exception as error:  # what cannot be copied or read outside of a session
            print(f"# {case.domain}: {type(error).__name__}: {error}"[:150])
    for name, domains in said.items():
        print(f"{name}: {len(domains)}  {' '.join(sorted(domains))}")


def _draw(binding: Any) -> None:
    changes = getattr(binding, "changes", None)

    @settings(DRAWN, suppress_health_check=list(HealthCheck))
    @given(binding.objects if hasattr(binding, "objects") else binding.aggregates, st.data())
    def draw(aggregate: Any, data: Any) -> None:
        if changes is not None:
            with contextlib.suppress(RefusedHalfway):
                changes.change(data.draw, copy.deepcopy(aggregate), fewer=True)
            with contextlib.suppress(RefusedHalfway):
                changes.change(data.draw, copy.deepcopy(aggregate))
            changes.disturb(data.draw, copy.deepcopy(aggregate))

    draw()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1], sys.argv[2:])
    else:
        touched()

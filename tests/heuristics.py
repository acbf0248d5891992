"""Which guess earns its keep: the zoo with one guess of `values/strategies` or `values/changes` switched off.

    export PYTHONPATH=tests:tests/repositories:tests/mappers
    python tests/heuristics.py                   which domains of the zoo each guess says anything about
    python tests/heuristics.py NAME [DOMAIN...]  what comes out otherwise without it: a fault that is not found,
                                                 a correct adapter that is accused, a suite that is not evaluated

docs/heuristics.md says what came of it. A guess stands under the name of the function that makes it.
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import test_mapper_zoo
import test_zoo
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dovetail import MapperContract, verify
from dovetail.errors import ContractError
from dovetail.introspection.evidence import Evidence
from dovetail.suites import Verdict
from dovetail.values.changes import RefusedHalfway, field_values
from dovetail.values.strategies import construction

DRAWN = settings(max_examples=40, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
STRATEGIES, CHANGES = "dovetail.values.strategies", "dovetail.values.changes"


@dataclass(frozen=True)
class Guess:
    """A function that guesses.

    Attributes:
        where: the module that has it, and its name there.
        off: stands in for it, and guesses nothing.
        says: whether an answer of the function's says anything.
    """

    where: str
    off: Any
    says: Callable[[Any], bool] = bool

    @property
    def holder(self) -> Any:
        """What has the function as an attribute: a module or a class."""
        path, _, _ = self.where.rpartition(".")
        module, _, cls = path.partition(":")
        return getattr(importlib.import_module(module), cls) if cls else importlib.import_module(module)

    @property
    def attribute(self) -> str:
        """The function's name there."""
        return self.where.rpartition(".")[2]


def _nothing(*_: Any, **__: Any) -> Iterator[Any]:
    return iter(())


def _never(*_: Any, **__: Any) -> bool:
    return False


def _none(*_: Any, **__: Any) -> None:
    return None


def _first(one: Any, *_: Any, **__: Any) -> Any:
    return one


def _without(part: str) -> Any:
    def off(cls: type) -> Evidence:
        found = _evidence(cls)
        return Evidence(
            **{name: () if name == part else getattr(found, name) for name in ("patterns", "choices", "bounds")}
        )

    return off


_evidence = importlib.import_module("dovetail.introspection.evidence").evidence


def _any_place(draw: Any, waiting: list[Any]) -> Any:
    return waiting.pop(draw(st.integers(0, len(waiting) - 1)))


def _always(_: Any) -> bool:
    return True


EDITS = {
    "one less": field_values._one_less,
    "order": field_values._reordered,
    "one twice": field_values._one_twice,
    "one revised": field_values._one_revised,
}


def _edits_but(name: str) -> Any:
    return tuple(edit for edit in field_values._EDITS if edit is not EDITS[name])


GUESSES = {
    "shapes of text": Guess(f"{STRATEGIES}.texts._SHAPES", {}, _always),
    "patterns in code": Guess(
        f"{STRATEGIES}.objects.evidence", _without("patterns"), lambda found: bool(found.patterns)
    ),
    "choices in code": Guess(f"{STRATEGIES}.objects.evidence", _without("choices"), lambda found: bool(found.choices)),
    "bounds in code": Guess(f"{STRATEGIES}.objects.evidence", _without("bounds"), lambda found: bool(found.bounds)),
    "values at bounds": Guess(
        f"{STRATEGIES}.narrowing:_Narrowing._enumerated", lambda *_: ([], []), lambda found: bool(found[0] or found[1])
    ),
    "one check after the other": Guess(f"{STRATEGIES}.searching._one_check_after_the_other", _nothing, _always),
    "search": Guess(f"{STRATEGIES}.narrowing.accepted_rows", _nothing, _always),
    "agreement": Guess(f"{STRATEGIES}.mending.agreements", lambda _: [], bool),
    "mended": Guess(f"{STRATEGIES}.construction.mends", _nothing, _always),
    "shortened": Guess(f"{STRATEGIES}.construction:Maker._shortened", lambda *_: construction._REFUSED, _always),
    "in order": Guess(f"{STRATEGIES}.construction._in_order", lambda values, *_, **__: values, _always),
    "one by one": Guess(f"{STRATEGIES}.construction:Maker._mended", lambda _, values, __: values, _always),
    "left out": Guess(f"{STRATEGIES}.objects.choices_of_absent", lambda *_: []),
    "clock in code": Guess(f"{STRATEGIES}.clocks.clock", _none),
    "clock of column": Guess(f"{STRATEGIES}.clocks.is_naive_column", _never),
    "other clocks": Guess(f"{STRATEGIES}.clocks._others", lambda _: (), _always),
    "identities of children": Guess(f"{STRATEGIES}.objects.unlike_others", _first, _always),
    "better factory": Guess(f"{STRATEGIES}.constructions._is_better", _never),
    "events not drawn": Guess(f"{STRATEGIES}.objects.is_event_buffer", _never),
    "own arguments": Guess(f"{CHANGES}.arguments._own", _nothing, _always),
    "argument of that name": Guess(f"{CHANGES}.arguments._is_named", _never),
    "argument meant by method": Guess(f"{CHANGES}.arguments._is_meant", _never),
    "of children first": Guess(f"{CHANGES}.arguments._of_children", lambda *_: []),
    "own object, copied": Guess(f"{CHANGES}.arguments._own_object", lambda value, **_: iter([value]), _always),
    "arguments that agree": Guess(f"{CHANGES}.calls.harmonised", _none, lambda found: found is not None),
    "taking away by name": Guess(f"{CHANGES}.changing._takes_away", _never),
    "moves only what the store fills": Guess(f"{CHANGES}.behaviour:Behaviour.moving_only", lambda *_: frozenset[str]()),
    "kept aside": Guess(f"{CHANGES}.behaviour._is_aside", _never),
    "asking by name": Guess(f"{CHANGES}.behaviour.begins_with", _never),
    "effects in code": Guess(f"{CHANGES}.behaviour.effects_of", _none),
    "copy kept for refusals": Guess(f"{CHANGES}.changing._spare", _none, lambda found: found is not None),
    "depths alike": Guess(f"{CHANGES}.mutable_places.take_one", _any_place, _always),
    "property made anew": Guess(f"{CHANGES}.mutable_places:_ReachedValue._is_made_anew", _never),
    **{f"edit: {name}": Guess(f"{CHANGES}.field_values._EDITS", _edits_but(name), _always) for name in EDITS},
}


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
        yield Case(str(each.id), _domain(suite), suite, _finding(suite, clause, test_mapper_zoo._THOROUGH))
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
    for guess in map(GUESSES.__getitem__, name.split("+")):
        setattr(guess.holder, guess.attribute, guess.off)
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
    now = [""]
    said: dict[str, set[str]] = defaultdict(set)
    for name, guess in GUESSES.items():
        original = getattr(guess.holder, guess.attribute)
        if callable(original):
            setattr(guess.holder, guess.attribute, _noting(original, guess, said[name], now))
    met: set[Any] = set()
    for case in cases():
        binding = case.contract.bind()
        root = binding.domain if issubclass(case.contract, MapperContract) else binding.aggregate
        if (case.domain, root) in met:
            continue
        met.add((case.domain, root))
        now[0] = case.domain
        try:
            _draw(binding)
        except Exception as error:  # what cannot be copied or read outside of a session
            print(f"# {case.domain}: {type(error).__name__}: {error}"[:150])
    for name, domains in said.items():
        print(f"{name}: {len(domains)}  {' '.join(sorted(domains))}")


def _noting(original: Any, guess: Guess, domains: set[str], now: list[str]) -> Any:
    def noting(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        if inspect.isgenerator(found):
            found = list(found)
            if found:
                domains.add(now[0])
            return iter(found)
        if guess.says(found):
            domains.add(now[0])
        return found

    return noting


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

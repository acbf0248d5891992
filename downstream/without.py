"""Which guess earns its keep in real repositories: their contracts without one guess after the other.

    python downstream/without.py CHECKOUTS [NAME ...]

In each repository, first which guesses of tests/guesses.py say anything, and what is found otherwise without all of
them. Where something is, each is switched off by itself, for the suites that came out otherwise. What differs under one
seed is run again under another, since a fault may be missed by chance. docs/heuristics.md says what came of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from checkouts import UnevaluableError, checkout_of, folder_of_checkouts
from run import HERE, PROJECT, Downstream, contracts_of, environment_of, recorded

PATH = f"{HERE}:{PROJECT / 'tests'}"
SEEDS = (0, 1)

Findings = dict[str, list[str]]


def main(arguments: Sequence[str]) -> int:
    """Say of each repository and guess what differs; 0 when all could be run, 2 otherwise."""
    named, *names = [*arguments] or [""]
    try:
        place = folder_of_checkouts(named, recorded(), "python downstream/without.py")
        for one in recorded(names):
            for line in _lines(one, place):
                print(line, flush=True)
    except UnevaluableError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _lines(one: Downstream, checkouts: Path) -> Iterator[str]:
    heard = checkouts / f".heard-{one.name}.json"
    heard.unlink(missing_ok=True)
    usual = {seed: _found(one, checkouts, seed, DOVETAIL_HEARD=str(heard)) for seed in SEEDS}
    if not heard.exists():
        return  # only its architecture is held to something
    guesses = json.loads(heard.read_text(encoding="utf-8"))
    together = _otherwise(one, checkouts, "+".join(guesses), usual)
    yield f"{one.name:<28}{'all that say anything':<34}{', '.join(guesses)}: {_said(together)}"
    for guess, suites in guesses.items():
        if concerned := sorted(set(suites) & {suite for suite, _ in together}):
            yield f"{one.name:<28}{guess:<34}{_said(_otherwise(one, checkouts, guess, usual, concerned))}"


def _otherwise(
    one: Downstream, checkouts: Path, guess: str, usual: dict[int, Findings], suites: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The suite and clause of each finding that is lost, or comes, under every seed."""
    differing: list[set[tuple[str, str]]] = []
    for seed, before in usual.items():
        found = _found(one, checkouts, seed, suites, DOVETAIL_WITHOUT=guess)
        differing.append(set(_differences({name: before[name] for name in suites or before}, found)))
        if not set.intersection(*differing):
            break
    return sorted(set.intersection(*differing))


def _said(differences: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{suite} {what}" for suite, what in differences) or "nothing is found otherwise"


def _found(one: Downstream, checkouts: Path, seed: int, suites: Sequence[str] = (), **variables: str) -> Findings:
    options = ["-p", "listening", f"--hypothesis-seed={seed}"]
    if suites:
        options += ["-k", " or ".join(suites)]
    checkout, python = checkout_of(one, checkouts), environment_of(one, checkouts)
    return contracts_of(one, checkout, python, options, {**variables, "PYTHONPATH": PATH})


def _differences(before: Findings, after: Findings) -> Iterator[tuple[str, str]]:
    for suite, usual in before.items():
        otherwise = after.get(suite, [])
        yield from ((suite, f"misses {clause}") for clause in set(usual) - set(otherwise))
        yield from ((suite, f"breaks {clause}") for clause in set(otherwise) - set(usual))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

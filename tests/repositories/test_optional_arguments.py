"""Optional parameters of a stated query are given as often as left out, where its predicate takes them by name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories.lots
import faulty.repositories.lots_searched
from zoos import report_of, told

_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])
_LOTS = correct.repositories.lots
_FAULTS = [
    faulty.repositories.lots_searched.TakesUnsoldForAny,
    faulty.repositories.lots_searched.LeavesOutTheLeastPrice,
]


@pytest.mark.parametrize("adapter", _FAULTS, ids=lambda each: each.__name__)
def test_a_fault_is_found(adapter: type) -> None:
    suite = type("Searched", (_LOTS.LotsContract,), {"adapter": adapter})

    found = report_of(suite, _SEARCH, lambda check: check.clause == "REPO-17")

    assert [each.clause for each in found.findings] == ["REPO-17"]


@pytest.mark.parametrize("suite", [_LOTS.TestInMemoryLots, _LOTS.TestFakeLots], ids=lambda each: each.__name__)
def test_a_correct_adapter_is_not_accused(suite: type) -> None:
    found = report_of(suite, _SEARCH, lambda check: check.clause in {"REPO-17", "REPO-24", "REPO-31"})

    assert found.holds, told(found)


def test_each_is_given_alone_and_all_together() -> None:
    queries = _LOTS.LotsContract.bind().queries

    assert {*queries} == {"search", "search(sold)", "search(at_least)", "search(sold, at_least)"}


def test_what_the_predicate_does_not_name_is_left_out() -> None:
    """Nothing says what it means."""
    plain: Any = type("Plain", (_LOTS.LotsContract,), {"queries": {"search": lambda lot, hall: lot.hall == hall}})

    assert {*plain.bind().queries} == {"search"}

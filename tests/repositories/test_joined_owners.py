"""Owner and key joined to one text: who asks under a name that ends elsewhere gets what is another's."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories.leaflets
import faulty.repositories.leaflets_joined
from zoos import report_of, told

_SEARCH = settings(max_examples=60, derandomize=True, phases=[Phase.generate])
_LEAFLETS = correct.repositories.leaflets
_JOINED = faulty.repositories.leaflets_joined


def held(suite: type, **stated: Any) -> Any:
    return report_of(type(suite.__name__, (suite,), stated), _SEARCH, lambda check: check.clause == "REPO-27")


@pytest.mark.parametrize(
    ("adapter", "separator"),
    [(_JOINED.JoinsByColon, "':'"), (_JOINED.JoinsSlugFirst, "'@'"), (_JOINED.JoinsByNothing, "''")],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_fault_is_found_and_its_separator_told(adapter: type, separator: str) -> None:
    (finding,) = held(_LEAFLETS.LeafletsContract, adapter=adapter).findings

    assert f"joined by {separator}" in finding.hint


@pytest.mark.parametrize(
    "suite", [_LEAFLETS.TestQuotedLeaflets, _LEAFLETS.TestJoinedPosters], ids=lambda each: each.__name__
)
def test_a_correct_adapter_is_not_accused(suite: type) -> None:
    """One that keeps the two apart, and one that joins them by what no key can have in it."""
    found = held(suite)

    assert found.holds, told(found)
    assert found.outcomes["REPO-27"].examples

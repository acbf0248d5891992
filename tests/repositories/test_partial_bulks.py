"""Many of which one is refused: none of them stays, unless the contract says that some may."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories.prizes
import faulty.repositories.prizes_in_part
from dovetail import ContractError, RepositoryContract
from zoos import report_of, told

_SEARCH = settings(max_examples=60, derandomize=True, phases=[Phase.generate])
_PRIZES = correct.repositories.prizes
_FAULTS = [faulty.repositories.prizes_in_part.NamesThemAtTheEnd, faulty.repositories.prizes_in_part.TakesThePlace]


def held(**stated: Any) -> Any:
    suite = type("Held", (_PRIZES.PrizesContract,), {"adapter": _PRIZES.OneAfterTheOther, **stated})
    return report_of(suite, _SEARCH, lambda check: check.clause == "REPO-30")


def test_some_may_stay_where_the_contract_says_so() -> None:
    found = held()

    assert found.holds, told(found)
    assert found.outcomes["REPO-30"].examples


@pytest.mark.parametrize("adapter", _FAULTS, ids=lambda each: each.__name__)
def test_those_that_stay_are_as_they_were_given(adapter: type) -> None:
    assert [each.clause for each in held(adapter=adapter).findings] == ["REPO-30"]


def test_the_finding_has_the_line_that_says_so() -> None:
    (finding,) = held(partial=()).findings

    assert 'partial = ["add_all"]' in finding.hint


@pytest.mark.parametrize("named", ["add", "ad_all"])
def test_what_adds_no_many_cannot_be_partial(named: str) -> None:
    contract: Any = type("Bound", (RepositoryContract,), {"port": _PRIZES.Prizes, "partial": (named,)})

    with pytest.raises(ContractError, match="name one that does: add_all"):
        contract.bind()

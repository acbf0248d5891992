"""Lists and queries that answer with a page: its list is held as any list is, and its total counts all that match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories.petitions
import faulty.repositories.petitions_miscounted
from dovetail import RepositoryContract
from zoos import report_of, told

_SEARCH = settings(max_examples=60, derandomize=True, phases=[Phase.generate])
_PETITIONS = correct.repositories.petitions
_FAULTY = faulty.repositories.petitions_miscounted
_PAGED = {"REPO-15", "REPO-16", "REPO-17", "REPO-24", "REPO-31"}


def faults() -> Iterator[Any]:
    for name, each in vars(_FAULTY).items():
        if isinstance(each, type) and (each.__doc__ or "").startswith("REPO-"):
            yield pytest.param(each, str(each.__doc__)[:7], id=name)


@pytest.mark.parametrize(("adapter", "clause"), [*faults()])
def test_a_fault_is_found(adapter: type, clause: str) -> None:
    """By the clause that its docstring names first."""
    suite = type(adapter.__name__, (_FAULTY.contract,), {"adapter": adapter})

    found = report_of(suite, _SEARCH, lambda check: check.clause == clause)

    assert [finding.clause for finding in found.findings] == [clause]


@pytest.mark.parametrize(
    "suite",
    [
        _PETITIONS.TestInMemoryPetitions,
        _PETITIONS.TestFakePetitions,
        _PETITIONS.TestNamedPages,
        _PETITIONS.TestDocuments,
        _PETITIONS.TestModels,
    ],
    ids=lambda each: each.__name__,
)
def test_whatever_holds_a_page_is_read(suite: type[RepositoryContract]) -> None:
    """A dataclass, a named tuple, a dictionary, a generic model, a pair: list is held, and nobody accused."""
    found = report_of(suite, _SEARCH, lambda check: check.clause in _PAGED)

    assert found.holds, told(found)
    assert found.outcomes["REPO-16"].examples
    assert found.outcomes["REPO-31"].examples
    assert suite.bind().unread == ()


def test_a_scenario_takes_the_list_out_of_a_page() -> None:
    """So that its lines can be run as they stand."""
    page = _PETITIONS.TestDocuments.bind().pages["list"]

    assert page.opening == "['results']"
    assert _PETITIONS.TestInMemoryPetitions.bind().pages["list"].opening == ".items"
    assert _PETITIONS.TestInMemoryPetitions.bind().pages["by_town"].opening == "[0]"

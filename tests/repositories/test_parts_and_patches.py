"""Keys of several parts, many at once, patches, unique fields, recorded events: faults are found, nobody accused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories.allotments
import correct.repositories.anglers
import correct.repositories.batches
import correct.repositories.permits
import faulty.repositories.allotments_joined
import faulty.repositories.anglers_indexed
import faulty.repositories.ferries_in_sql
import faulty.repositories.permits_in_sql
from dovetail import MapperContract, RepositoryContract
from dovetail.suites.calls.attributes import attributes
from zoos import classes_in, report_of, told, without_crowds

_SEARCH = settings(max_examples=100, derandomize=True, phases=[Phase.generate])
_GLANCE = settings(_SEARCH, max_examples=10)
_BRIEF = settings(_SEARCH, max_examples=4)  # of mapped aggregates, which are drawn anew for each scenario
_ALLOTMENTS = correct.repositories.allotments
_FAULTY = (
    faulty.repositories.allotments_joined,
    faulty.repositories.anglers_indexed,
    faulty.repositories.ferries_in_sql,
    faulty.repositories.permits_in_sql,
)


def faults() -> Iterator[Any]:
    for module in _FAULTY:
        for name, each in classes_in(module):
            if (each.__doc__ or "").startswith("REPO-"):
                yield pytest.param(module, each, each.__doc__[:7], id=name)


@pytest.mark.parametrize(("module", "adapter", "clause"), [*faults()])
def test_a_fault_is_found(module: Any, adapter: type, clause: str) -> None:
    """By the clause that its docstring names first."""
    made = {"store": staticmethod(lambda: module.store(adapter))} if hasattr(module, "store") else {"adapter": adapter}

    found = report_of(type(adapter.__name__, (module.contract,), made), _SEARCH, lambda check: check.clause == clause)

    assert [finding.clause for finding in found.findings] == [clause]


@pytest.mark.parametrize(
    ("suite", "clause"),
    [
        (_ALLOTMENTS.TestSqlAllotments, "REPO-02"),  # a key beyond 64 bits is more than SQLite can be asked for
        (_ALLOTMENTS.TestSqlAllotments, "REPO-17"),  # and so is a prefix with NUL
        (_ALLOTMENTS.TestAllotmentDocuments, "REPO-18"),
        (_ALLOTMENTS.TestAllotmentDocuments, "REPO-30"),
        (correct.repositories.anglers.TestInMemoryAnglers, "REPO-24"),  # a peg at the weir may be taken
        (correct.repositories.batches.Mapped, "REPO-08"),  # its sessions expire what they have committed
        (correct.repositories.permits.TestSqlPermits, "REPO-20"),  # reads again what it has committed
        (
            correct.repositories.permits.TestSqlPermits,
            "REPO-24",
        ),  # a refused patch spoils its session
        (correct.repositories.permits.TestSqlPermits, "REPO-28"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_a_correct_adapter_is_held_and_not_accused(suite: type[RepositoryContract], clause: str) -> None:
    """The clause has a case, and holds."""
    how = _BRIEF if suite is correct.repositories.batches.Mapped else _SEARCH if clause == "REPO-24" else _GLANCE
    found = report_of(without_crowds(suite), how, lambda check: check.clause == clause)

    assert found.holds, told(found)
    assert found.outcomes[clause].examples, found.outcomes[clause].reason


def test_two_patches_by_key_cannot_race_where_the_store_gives_the_keys() -> None:
    """That is said, in place of an error that nothing can be evaluated."""
    found = report_of(
        correct.repositories.permits.TestSqlPermits, _SEARCH, lambda check: check.clause == "REPO-25"
    ).outcomes["REPO-25"]

    assert found.evaluated
    assert "the port has no save" in found.reason or "no two connections" in found.reason


def test_a_constructor_declares_attributes() -> None:
    """What a plain class says of its children is read, since no parameter and no annotation of the class does."""
    assert attributes(_ALLOTMENTS.Allotment)["beds"] == list[_ALLOTMENTS.Bed]


@dataclass
class Sauna:
    name: str
    celsius: int | None = 90


class _HotUnlessTold:
    """None is left out of the document, and read back as the default."""

    def to_document(self, sauna: Sauna) -> dict[str, Any]:
        return {name: value for name, value in vars(sauna).items() if value is not None}

    def from_document(self, document: dict[str, Any]) -> Sauna:
        return Sauna(**document)


class HotSaunas(MapperContract):
    __test__ = False
    mapper = _HotUnlessTold


def test_an_integer_that_is_absent_is_no_matter_of_integers() -> None:
    """None that comes back as a default breaks the clause about that, and not the one about numbers."""
    found = report_of(HotSaunas, _SEARCH, lambda check: check.clause in {"MAP-10", "MAP-12"})

    assert [finding.clause for finding in found.findings] == ["MAP-12"]

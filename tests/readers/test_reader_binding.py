"""What a reader's contract reads of its port, and what it refuses."""

from __future__ import annotations

from typing import Protocol

import pytest

from correct.readers.parcels import ParcelReaderContract, ParcelRepositoryContract, ParcelRow, SqlParcelReader, store
from dovetail import ContractError, ReaderContract, beside, verify
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.subject import bound
from dovetail.suites.reader.readings import Gives


def test_a_port_is_read() -> None:
    readings = bound(ParcelReaderContract).readings

    assert {name: each.gives for name, each in readings.items()} == {
        "find": Gives.ONE,
        "page": Gives.MANY,
        "search": Gives.MANY,
        "count": Gives.TOTAL,
        "heavy": Gives.MANY,
    }
    page = readings["page"]
    assert [each.role for each in page.filters] == ["sender", "grams"]
    assert page.windows == {"limit", "offset"}
    assert page.page is not None
    assert (page.page.items, page.page.total) == ("items", "total")
    assert readings["search"].search == "text"
    assert [name for name, each in readings.items() if each.everything] == ["page", "search", "count"]


class Odd(Protocol):
    def recent(self, since: object) -> list[ParcelRow]: ...


def test_what_cannot_be_read_is_said() -> None:
    class OddContract(ReaderContract):
        port = Odd
        commands = {"parcels": ParcelRepositoryContract}
        store = staticmethod(lambda: store(SqlParcelReader))

    outcome = verify(OddContract).outcomes["QRY-01"]

    assert outcome.verdict is Verdict.NOT_APPLICABLE
    assert "recent" in outcome.reason
    assert "queries" in outcome.reason


def test_a_contract_without_a_command_side_is_refused() -> None:
    class Lonely(ReaderContract):
        port = Odd

    with pytest.raises(ContractError, match="says nothing of what writes what is read") as refused:
        bound(Lonely)
    assert "commands = {" in refused.value.remedy


def test_two_command_sides_are_refused() -> None:
    class Torn(ReaderContract):
        port = Odd
        commands = {"parcels": ParcelRepositoryContract, "others": ParcelRepositoryContract}

    with pytest.raises(ContractError, match="2 command sides"):
        bound(Torn)


@pytest.mark.parametrize("option", ["queries", "views"])
def test_an_operation_that_is_not_there_is_refused(option: str) -> None:
    body = {"port": Odd, "commands": {"parcels": ParcelRepositoryContract}, option: {"latest": lambda parcel: True}}
    with pytest.raises(ContractError, match="names latest, and Odd has no such operation"):
        bound(type("Misspelled", (ReaderContract,), body))


def test_an_adapter_without_its_command_side_is_told() -> None:
    class Bare(ParcelReaderContract):
        adapter = staticmethod(beside(object))

    outcome = verify(Bare).outcomes["QRY-01"]

    assert outcome.verdict is Verdict.BROKEN
    assert "has no parcels" in outcome.reason
    assert "beside(" in outcome.reason


def test_beside_opens_both_sides_over_one_connection() -> None:
    opened = beside(list, words=set)("ab")

    assert (opened.reader, opened.words) == (["a", "b"], {"a", "b"})


def test_views_are_held_to_what_the_contract_says() -> None:
    class Stated(ParcelReaderContract):
        store = staticmethod(lambda: store(SqlParcelReader))
        views = {"find": lambda parcel: ParcelRow(parcel.id, parcel.sender, "", parcel.grams, parcel.note, 0)}
        checks = tuple(check for check in ParcelReaderContract.checks if check.clause == "QRY-01")

    (finding,) = verify(Stated).findings

    assert finding.path == ".status"

"""`dovetail.verify`: a suite without pytest, and a report of values."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol

import pytest
from hypothesis import settings

from dovetail import ContractError, Finding, Outcome, Report, RepositoryContract, verify
from dovetail.stores import MemoryStore
from dovetail.suites.kernel.outcome import Verdict


@dataclass
class Note:
    id: str
    text: str


class NoteRepository(Protocol):
    def save(self, note: Note) -> None: ...

    def find_by_id(self, note_id: str) -> Note | None: ...


class InMemoryNotes:
    def __init__(self, rows: dict[str, Note] | None = None) -> None:
        self._rows = {} if rows is None else rows

    def save(self, note: Note) -> None:
        self._rows[note.id] = deepcopy(note)

    def find_by_id(self, note_id: str) -> Note | None:
        return deepcopy(self._rows.get(note_id))


class ForgetfulNotes(InMemoryNotes):
    def save(self, note: Note) -> None:
        self._rows[note.id] = Note(note.id, "")


def over(rows: dict[str, Note]) -> InMemoryNotes:
    return InMemoryNotes(rows)


class NoteContract(RepositoryContract):
    port = NoteRepository
    settings = settings(max_examples=5, database=None)


class Good(NoteContract):
    adapter = InMemoryNotes


class Forgetful(NoteContract):
    adapter = ForgetfulNotes


class WithFixture(NoteContract):
    @pytest.fixture
    def store(self) -> MemoryStore[InMemoryNotes]:
        return MemoryStore(over)


def test_an_adapter_that_keeps_the_contract_holds() -> None:
    """Every clause has an outcome, in order; nothing is found."""
    report = verify(Good)

    assert report.holds
    assert report.findings == ()
    assert isinstance(report, Report)
    assert (report.suite, report.contract, report.adapter) == ("Good", "RepositoryContract", "InMemoryNotes")
    assert report.port == f"{__name__}:NoteRepository"
    assert list(report.outcomes) == [check.clause for check in Good.checks] == [each.clause for each in report]
    assert report.outcomes["REPO-01"].verdict is Verdict.HELD
    assert report.count(Verdict.HELD) + report.count(Verdict.NOT_APPLICABLE) == len(report.outcomes)


def test_a_finding_is_a_value() -> None:
    """With its clause, its scenario, what was promised, what came, and where they differ."""
    report = verify(Forgetful)

    assert not report.holds
    found = next(each for each in report.findings if each.clause == "REPO-01")
    assert found == Finding(
        clause="REPO-01",
        scenario=("note = Note(id='', text='0')", "notes.save(note)", "notes.find_by_id('')"),
        expected=".text == '0'",
        got=".text == ''",
        path=".text",
    )
    assert report.outcomes["REPO-01"].finding == found
    assert not report.outcomes["REPO-01"].holds


def test_what_does_not_apply_says_why() -> None:
    """And is no failure."""
    outcome = verify(Good).outcomes["REPO-17"]

    assert isinstance(outcome, Outcome)
    assert outcome.holds
    assert (outcome.verdict, outcome.reason) == (Verdict.NOT_APPLICABLE, "the port has no query")


def test_an_adapter_in_place_of_the_classs_own() -> None:
    """So that one contract serves many."""
    report = verify(Good, adapter=ForgetfulNotes)

    assert report.adapter == "ForgetfulNotes"
    assert "REPO-01" in {each.clause for each in report.findings}
    assert verify(Good).holds


@pytest.mark.parametrize("contract", [Good, WithFixture, NoteContract])
def test_a_store_in_place_of_the_classs_own(contract: type[RepositoryContract]) -> None:
    """A fixture's, too, which only pytest could call."""
    report = verify(contract, store=MemoryStore(over))

    assert report.holds
    assert report.outcomes["REPO-06"].verdict is Verdict.HELD


def test_an_adapter_in_place_of_a_store() -> None:
    """The class's own store would open another one."""
    report = verify(WithFixture, adapter=InMemoryNotes)

    assert report.adapter == "InMemoryNotes"
    assert report.outcomes["REPO-06"].verdict is Verdict.NOT_APPLICABLE


def test_an_empty_store_is_a_store() -> None:
    """Whatever it says of its truth."""

    class Sized(MemoryStore[InMemoryNotes]):
        def __len__(self) -> int:
            return 0

    assert verify(NoteContract, store=Sized(over)).outcomes["REPO-06"].verdict is Verdict.HELD


def test_a_fixture_store_must_be_given() -> None:
    """The message says how."""
    with pytest.raises(ContractError, match=r"(?s)is a pytest fixture, and this is no pytest run.*store=\.\.\."):
        verify(WithFixture)


def test_a_contract_without_an_adapter_must_be_given_one() -> None:
    """Neither the class nor the caller says what to verify."""
    with pytest.raises(ContractError, match="NoteContract has neither an adapter nor a store"):
        verify(NoteContract)


def test_waivers_count() -> None:
    """A waived clause is no finding; its finding is with its outcome."""
    broken = {each.clause: "it is a cache" for each in verify(Forgetful).findings}

    class Waived(Forgetful):
        waived = broken

    report = verify(Waived)

    assert report.holds
    assert report.findings == ()
    assert report.outcomes["REPO-01"].verdict is Verdict.WAIVED
    assert report.outcomes["REPO-01"].finding is not None
    with pytest.raises(ContractError, match="waives 'REPO-99', which is no clause"):
        verify(type("Unknown", (Good,), {"waived": {"REPO-99": "?"}}))


def test_an_error_of_the_users_own_keeps_its_cause() -> None:
    """The message names the attribute; the traceback is there for a debugger."""

    class Odd(Good):
        key = staticmethod(lambda note: note.nope)

    with pytest.raises(ContractError, match="key of Odd raises AttributeError") as caught:
        verify(Odd)

    assert isinstance(caught.value.__cause__, AttributeError)

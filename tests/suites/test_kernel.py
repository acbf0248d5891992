"""What a kind of contract may lean on: declared options, levels, clauses of its own, parts in another's words."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from dovetail import ContractError, RepositoryContract, verify
from dovetail.catalogue import all_clauses, register
from dovetail.kernel import PortContract, PortScenario, Scenario, Shape, check, option
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite

QUICK = settings(max_examples=5, database=None)


class Bell(Protocol):
    def ring(self) -> str: ...


class Doorbell:
    def ring(self) -> str:
        return "ding"


def kind(held: Callable[[Any], None], clause: str = "REPO-01", **declared: Any) -> type[PortContract]:
    """A kind of one clause, and a suite of it."""
    own = type("BellContract", (PortContract,), {"checks": (check(clause)(held),), **declared})
    return type("Suite", (own,), {"port": Bell, "adapter": Doorbell, "settings": QUICK})


def test_a_misspelled_option_is_refused_with_the_one_that_is_meant() -> None:
    """Whose value nothing would ever have read."""
    suite = kind(lambda s: None)

    for written, meant in [("waved", "waived"), ("setings", "settings"), ("adaptor", "adapter"), ("prot", "port")]:
        with pytest.raises(
            ContractError, match=f"states {written}, which is no option of it\n  did you mean {meant} = "
        ):
            Suite(type("Suite", (suite,), {written: {}}))


def test_what_is_no_misspelling_is_the_users_own() -> None:
    """Methods, fixtures, classes' private names, words that only begin like an option, and other words."""

    class Own(kind(lambda s: None)):  # type: ignore[misc]
        adapters = ["another word"]
        part = "another one"
        _waved = "private"
        tested: str

        @pytest.fixture
        def adaptr(self) -> None: ...

        def setting(self) -> None: ...

        @classmethod
        def waved(cls) -> None: ...

    assert verify(Own).holds


def test_an_option_has_its_default_until_a_class_states_it() -> None:
    """Read from the class or from an instance."""

    class Kind(PortContract):
        checks = ()
        loud: bool = option(text="whether it is loud", default=False)

    class Stated(Kind):
        loud = True

    assert (Kind.loud, Kind().loud, Stated.loud) == (False, False, True)


def test_an_option_of_another_shape_is_refused_with_its_example() -> None:
    """As the kind declares it."""
    suite = kind(lambda s: None, tones=option(Shape.SEQUENCE, default=(), example='["ding"]'))

    with pytest.raises(ContractError, match=r"(?s)tones of Suite is 'ding', and no list.*tones = \[\"ding\"\]"):
        Suite(type("Suite", (suite,), {"tones": "ding"}))


def test_what_a_caller_gives_must_be_known_to_the_contract() -> None:
    """A port without a store takes none."""
    with pytest.raises(ContractError, match="Suite takes no store\n  it takes adapter"):
        verify(kind(lambda s: None), store=Doorbell)


def test_a_broken_should_is_told_and_fails_nothing_unless_it_is_asked_to() -> None:
    """By the contract, or by whoever runs it."""
    suite = kind(lambda s: s.broken("a sound", "silence"), "MAP-17")

    report = verify(suite)

    assert report.holds
    assert report.outcomes["MAP-17"].verdict is Verdict.BROKEN
    assert report.outcomes["MAP-17"].level == "should"
    assert [each.clause for each in report.findings] == ["MAP-17"]
    assert not verify(type("Suite", (suite,), {"strict": True})).holds
    assert not Suite(suite, strict=True).run(suite.checks[0]).holds


@pytest.mark.parametrize("options", [{}, {"random": False}])
def test_what_cannot_be_evaluated_is_never_held(options: dict[str, Any]) -> None:
    """Where no example could be, with the reason; one that could is enough."""

    def never(s: Scenario) -> None:
        s.not_evaluated("nobody was at home")

    def sometimes(s: Scenario) -> None:
        if not s.draw(st.booleans()):
            s.not_evaluated("nobody was at home")

    outcome = verify(type("Suite", (kind(never),), {"checks": (check("REPO-01", **options)(never),)})).outcomes[
        "REPO-01"
    ]

    assert not outcome.holds
    assert not outcome.evaluated
    assert outcome.reason == "could not be evaluated: nobody was at home"
    assert verify(kind(sometimes)).outcomes["REPO-01"].verdict is Verdict.HELD


def test_verify_gives_every_clause_its_outcome() -> None:
    """An error that is no fault of the contract's ends one clause, and not the report."""

    def wild(s: Scenario) -> None:
        raise ContractError("the house burns", "call somebody")

    def calm(s: Scenario) -> None: ...

    suite = type("Suite", (kind(calm),), {"checks": (check("REPO-01")(wild), check("REPO-02")(calm))})

    report = verify(suite)

    assert report.outcomes["REPO-01"].reason.startswith("could not be evaluated: the house burns")
    assert report.outcomes["REPO-02"].verdict is Verdict.HELD
    assert [each.clause for each in report.not_evaluated] == ["REPO-01"]


CLAUSE = """
[[clause]]
id = "{id}"
title = "it rings"
statement = "It rings."
why = "Nobody comes."
level = "{level}"
"""


def test_clauses_from_elsewhere_are_known_once_their_kind_is(tmp_path: Path) -> None:
    """Again and again; a file that is read anew says what it said."""
    path = tmp_path / "bells.toml"
    path.write_text(CLAUSE.format(id="BELL-01", level="must"), encoding="utf-8")

    kind(lambda s: None, "BELL-01", clauses=path)
    register(path)

    assert all_clauses()["BELL-01"].title == "it rings"


@pytest.mark.parametrize(
    ("id_", "level", "said"),
    [("REPO-01", "must", "has a clause REPO-01, and so has dovetail itself"), ("BELL-09", "may", "a level of must or")],
)
def test_clauses_that_cannot_be_meant_are_refused(tmp_path: Path, id_: str, level: str, said: str) -> None:
    """An id is one clause's, and there are two levels."""
    path = tmp_path / "bells.toml"
    path.write_text(CLAUSE.format(id=id_, level=level), encoding="utf-8")

    with pytest.raises(ContractError, match=said):
        register(path)


def test_a_clause_of_two_other_kinds_is_refused(tmp_path: Path) -> None:
    """Whichever comes first."""
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    for each in (one, other):
        each.write_text(CLAUSE.format(id="GONG-01", level="must"), encoding="utf-8")
    register(one)

    with pytest.raises(ContractError, match=r"other\.toml has a clause GONG-01, and so has .*one\.toml"):
        register(other)


@dataclass
class Note:
    id: str
    text: str


class Notes(Protocol):
    def save(self, note: Note) -> None: ...
    def get(self, note_id: str) -> Note | None: ...


class Held:
    def __init__(self, rows: dict[str, Note]) -> None:
        self.rows = rows

    def save(self, note: Note) -> None:
        self.rows[note.id] = deepcopy(note)

    def get(self, note_id: str) -> Note | None:
        return deepcopy(self.rows.get(note_id))


class NotesContract(RepositoryContract):
    port = Notes


class Desk(Protocol):
    def unit(self) -> AbstractContextManager[Any]: ...


class OpenDesk:
    """A unit of work that keeps everything at once: what was not committed is there all the same."""

    def __init__(self) -> None:
        self._rows: dict[str, Note] = {}

    def unit(self) -> AbstractContextManager[Any]:
        unit = type("Unit", (), {})()
        unit.notes = Held(self._rows)
        return nullcontext(unit)


@check("REPO-01")
def nothing_is_kept_without_a_commit(s: PortScenario) -> None:
    notes = s.joined(NotesContract)
    s.say("with desk.unit() as unit:")
    with s.adapter.unit() as unit:
        notes.use(unit.notes, "unit.notes")
        note = notes.aggregate()
        notes.add(note)
    with s.unrecorded():
        notes.get(notes.key(note))
    s.say("with desk.unit() as again:")
    with s.adapter.unit() as again:
        notes.use(again.notes, "again.notes")
        reply = notes.get(notes.key(note))
    if reply.value is not None:
        s.broken("nothing", str(reply))


def test_a_kind_speaks_of_the_parts_of_its_adapters_in_the_words_of_their_contract() -> None:
    """On lines of one scenario, each with the name that the part had at the time; what is no part of it is no line."""
    desks = type("DeskContract", (PortContract,), {"checks": (nothing_is_kept_without_a_commit,)})
    (finding,) = verify(type("Suite", (desks,), {"port": Desk, "adapter": OpenDesk, "settings": QUICK})).findings

    assert finding.scenario == (
        "with desk.unit() as unit:",
        "note = Note(id='', text='')",
        "unit.notes.save(note)",
        "with desk.unit() as again:",
        "again.notes.get('')",
    )

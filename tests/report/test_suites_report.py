"""Records of a run, gathered: the document, the matrix, disagreements, and what proves nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from dovetail.report.suites.document import document
from dovetail.report.suites.gathered import Suite, Suites
from dovetail.report.suites.matrix import coloured
from dovetail.report.suites.records import Record, SuiteInfo, from_plain, to_plain
from dovetail.suites.kernel.outcome import Finding, Outcome, Verdict


def record(suite: str = "t.py::TestA", adapter: str = "A", store: str | None = None, of: int = 2, **own: Any) -> Record:
    """The record of a clause, held unless said otherwise."""
    outcome = Outcome("REPO-01", Verdict.HELD, examples=9, seconds=0.1)
    return Record(info(suite, adapter, store, of), replace(outcome, **own))


def info(suite: str = "t.py::TestA", adapter: str = "A", store: str | None = None, of: int = 2) -> SuiteInfo:
    return SuiteInfo(suite, suite.rpartition("::")[2], "RepositoryContract", "shop:Orders", adapter, store, of)


def of_port(given: Record, port: str) -> Record:
    return replace(given, suite=replace(given.suite, port=f"depot.domain:{port}"))


def gathered(*records: Record) -> Suites:
    suites = Suites()
    for each in records:
        suites.add(each)
    return suites


def answer(suite: str, given: str, adapter: str = "A") -> Record:
    """The record of an unstated policy."""
    reason = f"it answers {given}; write missing = {given} to hold every adapter to it"
    return record(
        suite, adapter, clause="REPO-02", verdict=Verdict("not stated"), reason=reason, answer=given, policy="missing"
    )


def matrix(suites: Sequence[Suite], width: int = 120) -> list[str]:
    """The lines of the matrix, without their colours."""
    return [line.text for line in coloured(suites, width)]


def test_the_document_is_in_order_whatever_came_first() -> None:
    """Of suites and of clauses, since workers report as they finish."""
    suites = gathered(record("t.py::TestB"), record(clause="REPO-02"), record(clause="REPO-01"))

    shown = document(suites)

    assert [suite["suite"] for suite in shown["suites"]] == ["t.py::TestA", "t.py::TestB"]
    assert [clause["id"] for clause in shown["suites"][0]["clauses"]] == ["REPO-01", "REPO-02"]
    assert list(shown) == ["version", "suites", "disagreements"]


def test_operations_that_no_clause_called_are_named() -> None:
    """In the matrix and in the document, and only where every clause ran: a part of a suite calls a part."""
    known = replace(info(), operations=("get", "save", "archive"))
    first = Record(known, Outcome("REPO-01", Verdict.HELD, called=("get", "save")))
    second = Record(known, Outcome("REPO-02", Verdict.HELD, called=("get",)))
    sent = from_plain(json.loads(json.dumps(to_plain(first))))

    (shown,) = document(gathered(sent, second))["suites"]
    (part,) = document(gathered(sent))["suites"]

    assert (shown["called"], shown["uncalled"]) == (["get", "save"], ["archive"])
    assert (part["called"], part["uncalled"]) == (["get", "save"], [])
    assert "  Orders: archive  (A)" in matrix(gathered(sent, second).suites())


@pytest.mark.parametrize(("contract", "told"), [("AccessRevokerContract", False), ("IdentityProviderContract", True)])
def test_what_another_kind_calls_of_an_adapter_is_not_said_to_be_called_by_none(contract: str, told: bool) -> None:
    """One port may be held by two kinds, each to its part; a suite of the same kind is no excuse."""
    port = SuiteInfo("t.py::TestA", "TestA", "IdentityProviderContract", "shop:Id", "A", None, 1, ("identify", "end"))
    other = replace(port, id="t.py::TestB", name="TestB", contract=contract, store="SQLite")
    identifying = Record(port, Outcome("IDP-01", Verdict.HELD, called=("identify",)))
    ending = Record(other, Outcome("REV-01", Verdict.HELD, called=("identify", "end")))

    lines = matrix(gathered(identifying, ending).suites())

    assert ("called by no clause:" in lines) is told


def test_a_test_that_ran_again_counts_once() -> None:
    """With what came of it in the end, as plugins that rerun tests have it."""
    suites = gathered(record(verdict=Verdict("broken"), reason="lost"), record())

    assert [clause["outcome"] for clause in document(suites)["suites"][0]["clauses"]] == ["held"]


def test_the_name_of_an_adapter_is_known_once_its_suite_could_be_evaluated() -> None:
    """Before that, all there is is the suite's."""
    suites = gathered(record(adapter="TestA", evaluated=False), record(adapter="SqlOrders", clause="REPO-02"))

    assert document(suites)["suites"][0]["adapter"] == "SqlOrders"


def test_different_answers_are_a_disagreement() -> None:
    """Of all adapters of the port, with each choice there is."""
    suites = gathered(
        answer("a", "returns(None)", "A"), answer("b", "raises(KeyError)", "B"), answer("c", "returns(0)", "C")
    )

    (found,) = suites.disagreements()

    assert found.answers == {"A": "returns(None)", "B": "raises(KeyError)", "C": "returns(0)"}
    assert str(found).splitlines()[-1] == (
        "  write     missing = raises(KeyError) or missing = returns(0) or missing = returns(None) in the contract"
    )


def test_one_adapter_in_two_suites_can_disagree_with_itself() -> None:
    """Over two databases, say; then the suites tell them apart."""
    suites = gathered(answer("t.py::TestLite", "returns(None)"), answer("t.py::TestServer", "raises(KeyError)"))

    (found,) = suites.disagreements()

    assert found.answers == {"A in TestLite": "returns(None)", "A in TestServer": "raises(KeyError)"}


def test_suites_of_one_name_are_told_apart_by_their_files() -> None:
    """So that no answer takes another's place."""
    suites = gathered(answer("a.py::TestSql", "returns(None)"), answer("b.py::TestSql", "raises(KeyError)"))

    (found,) = suites.disagreements()

    assert found.answers == {"A in a.py::TestSql": "returns(None)", "A in b.py::TestSql": "raises(KeyError)"}


def test_equal_answers_and_other_ports_are_no_disagreement() -> None:
    """Each port has policies of its own."""
    elsewhere = answer("c", "raises(KeyError)")
    other = replace(elsewhere, suite=replace(elsewhere.suite, port="shop:Invoices"))

    assert gathered(answer("a", "returns(None)"), answer("b", "returns(None)"), other).disagreements() == []


def test_a_suite_proves_nothing_where_all_of_it_ran_and_nothing_applied() -> None:
    """A part of it, chosen by hand, says nothing of the rest."""
    never: dict[str, Any] = {"verdict": Verdict.NOT_APPLICABLE, "reason": "the port has no get"}

    whole = gathered(record(**never), record(clause="REPO-02", **never))
    part = gathered(record(**never))
    some = gathered(record(), record(clause="REPO-02", **never))

    assert [suite.label for suite in whole.vacuous()] == ["A"]
    assert part.vacuous() == some.vacuous() == []


def test_the_matrix_names_the_store() -> None:
    """Beside the adapter, since the same adapter may be held over several."""
    suites = gathered(record(adapter="SqlOrders", store="SQLite"))

    assert matrix(suites.suites()) == [
        "port    adapter             held  broken  waived  not applicable  not stated",
        "Orders  SqlOrders (SQLite)     1       0       0               0           0",
    ]


def test_a_reason_that_all_share_is_said_once() -> None:
    """Otherwise with the adapters that it holds for."""
    never: dict[str, Any] = {"verdict": Verdict.NOT_APPLICABLE, "reason": "the port has no get"}
    shared = gathered(record("a", "A", **never), record("b", "B", **never))
    single = gathered(record("a", "A", **never), record("b", "B"))

    assert matrix(shared.suites())[-1] == "  the port has no get (REPO-01)"
    assert matrix(single.suites())[-1] == "  the port has no get (REPO-01 of A)"


def test_what_a_team_can_change_stands_on_a_line_of_its_own() -> None:
    """All other clauses that do not apply are folded into one."""
    never: dict[str, Any] = {"verdict": Verdict.NOT_APPLICABLE}
    unread = 'the port has no exists: ...; write operations = {"exists": lambda adapter, key: ...}'
    suites = gathered(
        record(clause="REPO-11", reason="the port has no delete", **never),
        record(clause="REPO-12", reason="the port has no delete", **never),
        record(clause="REPO-14", reason=unread, **never),
        record(clause="REPO-15", reason="the port has no count", **never),
    )

    assert matrix(suites.suites())[2:] == [
        "",
        "not applicable:",
        f"  REPO-14  {unread}",
        "  the port has no delete (REPO-11, REPO-12); the port has no count (REPO-15)",
    ]


def test_many_usual_reasons_are_counted_and_told_where_somebody_asks() -> None:
    """Those of a run of twenty suites fill pages, and hide what matters."""
    usual = [f"the port has no operation {number} that such a clause could call" for number in range(20)]
    suites = gathered(
        *(record(clause=f"REPO-{number + 1:02}", verdict=Verdict("not applicable"), reason=reason)
          for number, reason in enumerate(usual))
    ).suites()  # fmt: skip

    assert matrix(suites)[-1].startswith("  20 more reasons: pytest -v, ")
    assert [line.text for line in coloured(suites, 120, whole=True)][-20:] == [
        f"  {reason} (REPO-{number + 1:02})" for number, reason in enumerate(usual)
    ]


def test_the_matrix_fits_a_narrow_terminal() -> None:
    """The port on a line of its own, and short words."""
    port = "WarehouseReservationRepository"
    suites = gathered(
        of_port(record("a", "SqlAlchemyWarehouseReservations"), port),
        of_port(record("b", "InMemoryWarehouseReservations", verdict=Verdict.BROKEN, advisory=True), port),
    )

    lines = matrix(suites.suites(), 80)

    assert lines[:4] == [
        "adapter                            held  broken  waived  n/a  not stated  should",
        port,
        "  SqlAlchemyWarehouseReservations     1       0       0    0           0       0",
        "  InMemoryWarehouseReservations       0       0       0    0           0       1",
    ]
    assert max(map(len, lines[:4])) <= 80


def test_one_difference_is_told_once_with_every_clause_that_it_breaks() -> None:
    """Of one adapter; another difference, and another adapter's, are told by themselves."""

    def lost(clause: str, adapter: str = "A", path: str = ".seats") -> Record:
        found = Finding(clause, (), f"{path} == 4", f"{path} == 0", path)
        return record(adapter, adapter, clause=clause, verdict=Verdict.BROKEN, finding=found)

    suites = gathered(
        lost("REPO-01"), lost("REPO-06"), lost("REPO-22"), lost("REPO-07", path=".doors"), lost("REPO-06", "B")
    )

    lines = matrix(suites.suites())

    assert [line.split("  ")[1] for line in lines[5:]] == ["REPO-01", "REPO-06", "REPO-07"]
    assert lines[5].endswith("; the same difference breaks REPO-06, REPO-22  (A)")
    assert lines[6].endswith("  (B)")
    assert "same difference" not in lines[6] + lines[7]


def test_each_row_has_the_colour_of_its_worst_outcome() -> None:
    """Red, yellow or green, where a terminal has colours."""
    suites = gathered(record("a", "A"), record("b", "B", verdict=Verdict.BROKEN), answer("c", "returns(None)", "C"))

    colours = {line.text.split()[1]: line.colour for line in coloured(suites.suites(), 120) if "Orders" in line.text}

    assert colours == {"A": "green", "B": "red", "C": "yellow"}


def test_what_did_not_run_is_counted_by_its_reason() -> None:
    """Once for a suite, however many of its clauses it concerns."""
    reason = "could not be evaluated: the database is down\n  start it"
    suites = gathered(
        record(verdict=Verdict("broken"), reason=reason, evaluated=False),
        record(clause="REPO-02", verdict=Verdict("broken"), reason=reason, evaluated=False),
        Record(info("t.py::TestB", "B"), skipped="no server here"),
    )

    (
        head,
        first,
        *_,
    ) = lines = matrix(suites.suites())
    assert head.split()[-2:] == ["not", "evaluated"]
    assert first.split()[2:] == ["0", "0", "0", "0", "0", "2"]
    assert lines[3:] == [
        "",
        "could not be evaluated:",
        "  the database is down  (A: 2 clauses)",
        "",
        "skipped:",
        "  no server here  (B: 1 clause)",
    ]


def test_a_record_is_what_it_was_after_a_journey() -> None:
    """As JSON between processes, with its finding or why the test was skipped."""
    finding = Finding("REPO-01", ("order = Order()", "orders.save(order)"), "1", "2", ".lines", "look")
    for each in (record(verdict=Verdict.BROKEN, finding=finding), record(), Record(info(), skipped="no server")):
        assert from_plain(json.loads(json.dumps(to_plain(each)))) == each


def test_what_should_be_and_is_not_has_a_column_of_its_own() -> None:
    """Where there is any: it fails no run, and is counted."""
    advised = record(clause="MAP-17", verdict=Verdict.BROKEN, level="should", advisory=True)

    lines = matrix(gathered(advised, record()).suites())

    assert lines[:2] == [
        "port    adapter  held  broken  waived  not applicable  not stated  broken (should)",
        "Orders  A           1       0       0               0           0                1",
    ]
    assert lines[-1] == "  MAP-17  the refusal of a corrupt row names the column  (A)"

"""Records of a run, gathered: the document, the matrix, disagreements, and what proves nothing."""

from __future__ import annotations

from typing import Any

from dovetail.report.matrix import matrix
from dovetail.report.suites import Record, Suites


def record(suite: str = "t.py::TestA", adapter: str = "A", store: str | None = None, of: int = 2, **own: Any) -> Record:
    """The record of a clause, held unless said otherwise."""
    clause = {"id": "REPO-01", "outcome": "held", "reason": None, "examples": 9, "seconds": 0.1, "finding": None}
    clause |= {"answer": None, "policy": None, "evaluated": True} | own
    return head(suite, adapter, store, of) | {"clause": clause}


def head(suite: str = "t.py::TestA", adapter: str = "A", store: str | None = None, of: int = 2) -> Record:
    return {
        "suite": suite,
        "name": suite.rpartition("::")[2],
        "contract": "RepositoryContract",
        "port": "shop:Orders",
        "adapter": adapter,
        "store": store,
        "of": of,
    }


def gathered(*records: Record) -> Suites:
    suites = Suites()
    for each in records:
        suites.add(each)
    return suites


def answer(suite: str, given: str, adapter: str = "A") -> Record:
    """The record of an unstated policy."""
    reason = f"it answers {given}; write missing = {given} to hold every adapter to it"
    return record(suite, adapter, id="REPO-02", outcome="not stated", reason=reason, answer=given, policy="missing")


def test_the_document_is_in_order_whatever_came_first() -> None:
    """Of suites and of clauses, since workers report as they finish."""
    suites = gathered(record("t.py::TestB"), record(id="REPO-02"), record(id="REPO-01"))

    document = suites.document()

    assert [suite["suite"] for suite in document["suites"]] == ["t.py::TestA", "t.py::TestB"]
    assert [clause["id"] for clause in document["suites"][0]["clauses"]] == ["REPO-01", "REPO-02"]
    assert list(document) == ["version", "suites", "disagreements"]


def test_a_test_that_ran_again_counts_once() -> None:
    """With what came of it in the end, as plugins that rerun tests have it."""
    suites = gathered(record(outcome="broken", reason="lost"), record())

    assert [clause["outcome"] for clause in suites.document()["suites"][0]["clauses"]] == ["held"]


def test_the_name_of_an_adapter_is_known_once_its_suite_could_be_evaluated() -> None:
    """Before that, all there is is the suite's."""
    suites = gathered(record(adapter="TestA", evaluated=False), record(adapter="SqlOrders", id="REPO-02"))

    assert suites.document()["suites"][0]["adapter"] == "SqlOrders"


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
    other = answer("c", "raises(KeyError)") | {"port": "shop:Invoices"}

    assert gathered(answer("a", "returns(None)"), answer("b", "returns(None)"), other).disagreements() == []


def test_a_suite_proves_nothing_where_all_of_it_ran_and_nothing_applied() -> None:
    """A part of it, chosen by hand, says nothing of the rest."""
    never = {"outcome": "not applicable", "reason": "the port has no get"}

    whole = gathered(record(**never), record(id="REPO-02", **never))
    part = gathered(record(**never))
    some = gathered(record(), record(id="REPO-02", **never))

    assert [suite.label for suite in whole.vacuous()] == ["A"]
    assert part.vacuous() == some.vacuous() == []


def test_the_matrix_names_the_store() -> None:
    """Beside the adapter, since the same adapter may be held over several."""
    suites = gathered(record(adapter="SqlOrders", store="SQLite"))

    assert list(matrix(suites.suites())) == [
        "port    adapter             held  broken  waived  not applicable  not stated",
        "Orders  SqlOrders (SQLite)     1       0       0               0           0",
    ]


def test_a_reason_that_all_share_is_said_once() -> None:
    """Otherwise with the adapters that it holds for."""
    never = {"outcome": "not applicable", "reason": "the port has no get"}
    shared = gathered(record("a", "A", **never), record("b", "B", **never))
    single = gathered(record("a", "A", **never), record("b", "B"))

    assert list(matrix(shared.suites()))[-1] == "  REPO-01  the port has no get"
    assert list(matrix(single.suites()))[-1] == "  REPO-01  the port has no get  (A)"


def test_what_did_not_run_is_counted_by_its_reason() -> None:
    """Once for a suite, however many of its clauses it concerns."""
    reason = "could not be evaluated: the database is down\n  start it"
    suites = gathered(
        record(outcome="broken", reason=reason, evaluated=False),
        record(id="REPO-02", outcome="broken", reason=reason, evaluated=False),
        head("t.py::TestB", "B") | {"skipped": "no server here"},
    )

    assert list(matrix(suites.suites()))[3:] == [
        "",
        "could not be evaluated:",
        "  the database is down  (A: 2 clauses)",
        "",
        "skipped:",
        "  no server here  (B: 1 clause)",
    ]

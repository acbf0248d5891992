"""`--dovetail-json`: the document for machines, version 1."""

from __future__ import annotations

import pytest
from projects import Project, outcomes

SUITES = """
    class TestGood(NoteContract):
        adapter = InMemoryNotes

    class TestLeaky(NoteContract):
        adapter = LeakyNotes
"""

SHOULD = {"REPO-33", "REPO-34"}
"""The clauses that a run does not fail for, unless it is strict."""


def test_the_document_has_the_keys_of_version_1(project: Project) -> None:
    """The suites in the order of their ids, and in each the clauses in the order of theirs."""
    project.suites(SUITES)

    document = project.document()

    assert document["version"] == 1
    good, leaky = document["suites"]
    assert {key: leaky[key] for key in ("suite", "contract", "port", "adapter")} == {
        "suite": "test_notes.py::TestLeaky",
        "contract": "RepositoryContract",
        "port": "notes:NoteRepository",
        "adapter": "LeakyNotes",
    }
    ids = [clause["id"] for clause in good["clauses"]]
    assert ids == sorted(ids)
    assert {"PORT-01", "REPO-01", "REPO-24"} <= set(ids)
    clauses = {clause["id"]: clause for clause in leaky["clauses"]}
    for clause in clauses.values():
        assert list(clause)[:6] == ["id", "outcome", "reason", "examples", "seconds", "finding"]
        assert (clause["level"], clause["evaluated"]) == ("should" if clause["id"] in SHOULD else "must", True)
    assert clauses["REPO-01"]["outcome"] == "held"
    assert clauses["REPO-01"]["examples"] >= 5
    assert clauses["REPO-01"]["seconds"] > 0
    assert clauses["REPO-01"]["finding"] is None
    assert (clauses["REPO-17"]["outcome"], clauses["REPO-17"]["reason"]) == ("not applicable", "the port has no query")
    finding = clauses["REPO-03"]["finding"]
    assert clauses["REPO-03"]["outcome"] == "broken"
    assert finding["scenario"][1] == "notes.save(note)"
    assert finding["expected"].startswith(".text == ")
    assert finding["got"].startswith(".text == ")
    assert finding["path"] == ".text"


def test_a_clause_that_could_not_be_evaluated_is_broken(project: Project) -> None:
    """With the reason, and without a finding: never held, never left out."""
    project.suites(
        """
        class TestNothing(NoteContract):
            pass
        """
    )

    (suite,) = project.document()["suites"]

    assert {clause["outcome"] for clause in suite["clauses"]} == {"broken"}
    assert suite["clauses"][0]["reason"].startswith("could not be evaluated: TestNothing has neither an adapter nor")
    assert suite["clauses"][0]["finding"] is None


def test_text_beyond_ascii_is_written_as_it_is(project: Project) -> None:
    """And read back the same."""
    project.suites(
        """
        class TestWaived(NoteContract):
            adapter = LeakyNotes
            waived = {"REPO-03": "Zwischenspeicher für Übersetzungen"}
        """
    )

    document = project.document("-k", "REPO-03")

    assert document["suites"][0]["clauses"][0]["reason"] == "Zwischenspeicher für Übersetzungen"
    assert "für Übersetzungen" in (project.pytester.path / "out.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["nowhere/out.json", "."])
def test_a_path_that_cannot_be_written_is_refused_before_anything_runs(project: Project, path: str) -> None:
    """One clear line and pytest's code for bad usage."""
    project.suites(SUITES)

    result = project.run(f"--dovetail-json={path}")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: --dovetail-json={path}: *director*"])
    assert "test session starts" not in result.stdout.str()
    assert "Traceback" not in result.stderr.str()


def test_the_path_is_relative_to_where_pytest_was_called(project: Project) -> None:
    """Even where a test leaves the process in another directory."""
    project.suites(
        """
        def test_wandering(tmp_path, request):
            import os
            os.chdir(tmp_path)

        class TestGood(NoteContract):
            adapter = InMemoryNotes
        """
    )

    assert outcomes(project.document("-k", "wandering or REPO-01", apart=True), "TestGood") == {"REPO-01": "held"}


def test_a_run_that_only_collects_writes_no_document(project: Project) -> None:
    """An empty one would read like a run in which nothing was found."""
    project.suites(SUITES)

    assert project.run("--collect-only", "--dovetail-json=out.json").ret == pytest.ExitCode.OK
    assert not (project.pytester.path / "out.json").exists()

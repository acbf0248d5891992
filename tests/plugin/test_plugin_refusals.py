"""A contract class that proves nothing is an error, never green."""

from __future__ import annotations

import pytest
from projects import Project, block, outcomes


def refused(project: Project, suites: str) -> str:
    """What a run says of suites that cannot be evaluated: once in full, and nothing passes."""
    project.suites(suites)
    result = project.run()
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert result.parseoutcomes()["failed"] == 1
    assert set(result.parseoutcomes()) == {"failed", "skipped"}
    lines = result.outlines
    assert sum("could not be evaluated: " in line and not line.startswith("FAILED") for line in lines) == 1
    first = next(line for line in lines if "could not be evaluated: " in line)
    return block(lines, first)


@pytest.mark.parametrize(
    ("body", "cause", "remedy"),
    [
        ("pass", "TestIt has neither an adapter nor a store", "adapter = InMemoryOrders"),
        ("adapter = InMemoryNotes()", "the adapter of TestIt is one InMemoryNotes object", "adapter = InMemoryNotes"),
        (
            "adapter = SharedNotes",
            "the adapter of TestIt needs arguments (rows)",
            "adapter = lambda: SharedNotes(rows)",
        ),
        ("def adapter(self): return InMemoryNotes()", "the adapter of TestIt is a method", "@pytest.fixture"),
        ("def store(self): return None", "the store of TestIt is a method", "@pytest.fixture"),
        ("store = InMemoryNotes", "which has no connect() and clear()", "SqlAlchemyStore(engine"),
        ("adapter = InMemoryNotes; port = None", "TestIt has no port", "port = OrderRepository"),
        ("adapter = InMemoryNotes; port = Note", "Note declares no public method", "set port to the Protocol or ABC"),
        ("adapter = InMemoryNotes; settings = {}", "settings of TestIt is {}", "hypothesis.settings(max_examples"),
        ("adapter = InMemoryNotes; missing = None.__class__", "missing of TestIt is NoneType", "raises(NoneType)"),
        ("adapter = InMemoryNotes; missing = 'none'", "missing of TestIt is 'none'", "missing = returns('none')"),
        ("adapter = InMemoryNotes; waived = {'REPO-99': 'x'}", "waives 'REPO-99', which is no clause", "REPO-01"),
        ("adapter = InMemoryNotes; waived = {'ARCH-01': 'x'}", "which is a clause of another contract", "REPO-01"),
        ("adapter = InMemoryNotes; waived = {'REPO-01': ''}", "waives REPO-01 without a reason", "the reason"),
        ("adapter = InMemoryNotes; waived = {'REPO-01': ' '}", "waives REPO-01 without a reason", "the reason"),
        ("adapter = InMemoryNotes; waived = {'REPO-01'}", "waived of TestIt is {'REPO-01'}", "the reason"),
        (
            "key = pytest.fixture(lambda self: 0); adapter = InMemoryNotes",
            "key of TestIt is a pytest fixture",
            "key = ...",
        ),
        (
            "adapter = InMemoryNotes; waved = {}",
            "TestIt states waved, which is no option",
            "did you mean waived = ...?",
        ),
        ("adapter = InMemoryNotes; changes = print", "changes of TestIt is <built-in", "changes = [close, reopen]"),
        ("adapter = InMemoryNotes; generated = 'id'", "generated of TestIt is 'id'", 'generated = ["id"]'),
        ("adapter = InMemoryNotes; queries = ['find']", "queries of TestIt is ['find']", "queries = {"),
    ],
)
def test_a_suite_that_cannot_be_meant_is_refused(project: Project, body: str, cause: str, remedy: str) -> None:
    """Once, with what to write; its other clauses refer to that."""
    said = refused(project, f"class TestIt(NoteContract):\n    {body}")

    assert cause in said
    assert remedy in said


def test_a_port_whose_operations_cannot_be_read_is_refused(project: Project) -> None:
    """With the line that names the operation."""
    said = refused(
        project,
        """
        class Odd(Protocol):
            def juggle(self, note: Note) -> None: ...

        class TestOdd(NoteContract):
            port = Odd
            adapter = InMemoryNotes
        """,
    )

    assert "Odd has no add or save" in said or "cannot tell" in said


@pytest.mark.parametrize(
    ("suite", "cause"),
    [
        ("class TestIt(NoteContract):\n    adapter = InMemoryNotes\n    def __init__(self): ...", "has an __init__"),
        ("class TestIt(NoteContract):\n    adapter = InMemoryNotes\n    def __new__(cls): ...", "has an __init__"),
        (
            "class Base:\n    def __init__(self): ...\n\nclass TestIt(Base, NoteContract):\n    adapter = LeakyNotes",
            "has an __init__",
        ),
        (
            "import unittest\n\nclass TestIt(NoteContract, unittest.TestCase):\n    adapter = InMemoryNotes",
            "is a unittest.TestCase too",
        ),
    ],
)
def test_a_class_that_pytest_would_pass_over_is_refused(project: Project, suite: str, cause: str) -> None:
    """While it is collected: pytest itself would say no more than a warning, or fail obscurely."""
    project.suites(suite)

    result = project.run()

    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f"*TestIt {cause}*none of its clauses*"])


def test_a_class_that_pytest_does_not_collect_by_its_name_is_warned_of(project: Project) -> None:
    """Where it has an adapter, is no base of others, and is not said to be something else."""
    project.suites(
        """
        class NotesSuite(NoteContract):
            adapter = InMemoryNotes

        class NoSuite(NoteContract):
            __test__ = False
            adapter = InMemoryNotes

        class Base(NoteContract):
            adapter = InMemoryNotes

        class TestIt(Base):
            pass
        """
    )

    result = project.run("-k", "REPO-01", "-W", "always")

    assert result.ret == pytest.ExitCode.OK
    result.assert_outcomes(passed=1, deselected=result.parseoutcomes()["deselected"], warnings=1)
    result.stdout.fnmatch_lines(["*PytestCollectionWarning: NotesSuite is a contract *call it TestNotesSuite*"])


def test_a_class_that_is_verified_is_not_warned_of(project: Project) -> None:
    """A module that may call `dovetail.verify` has another use for such a class."""
    project.suites(
        """
        from dovetail import verify

        class NotesSuite(NoteContract):
            adapter = InMemoryNotes

        def test_it() -> None:
            assert verify(NotesSuite).holds
        """
    )

    project.run("-W", "error").assert_outcomes(passed=1)


@pytest.mark.parametrize("setting", ["python_functions = check_*", "python_classes = *Suite"])
def test_clauses_run_however_tests_are_named(project: Project, setting: str) -> None:
    """The user's naming convention for tests is none of the clauses' concern."""
    project.pytester.makeini(f"[pytest]\n{setting}")
    project.suites(
        """
        class TestNotesSuite(NoteContract):
            adapter = InMemoryNotes
        """
    )

    assert outcomes(project.document("-k", "REPO-01"), "TestNotesSuite") == {"REPO-01": "held"}


def test_a_suite_of_which_no_clause_applies_fails_the_run(project: Project) -> None:
    """All its tests are skipped, and pytest alone would call that green; a clause chosen by hand may be skipped."""
    project.suites(
        """
        from dovetail.kernel import PortContract, check

        class EmptyContract(PortContract):
            checks = tuple(check(name, lambda *_: "never")(lambda s: None) for name in ("REPO-01", "REPO-02"))

        class TestEmpty(EmptyContract):
            port = NoteRepository
            adapter = InMemoryNotes
        """
    )

    result = project.run()

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(skipped=2, failed=1)
    result.stdout.fnmatch_lines(["test_notes.py::TestEmpty proves nothing: none of its clauses is applicable"])
    assert project.run("-k", "REPO-01").ret == pytest.ExitCode.OK


def test_a_suite_that_is_skipped_is_said_to_be(project: Project) -> None:
    """A fixture that skips is the user's own word; the matrix shows that nothing ran, and why."""
    project.suites(
        """
        class TestIt(NoteContract):
            @pytest.fixture
            def store(self):
                pytest.skip("no server here")
        """
    )

    result = project.run("--dovetail-json=out.json")

    assert result.ret == pytest.ExitCode.OK
    assert set(result.parseoutcomes()) == {"skipped"}
    assert block(result.outlines, "skipped:").startswith("skipped:\n  no server here  (TestIt: ")
    assert project.read("out.json")["suites"][0]["clauses"] == []


def test_a_waiver_of_a_clause_that_holds_is_a_finding(project: Project) -> None:
    """Strict: a waiver does not outlive its cause."""
    project.suites(
        """
        class TestIt(NoteContract):
            adapter = InMemoryNotes
            waived = {"REPO-03": "it was a cache once", "REPO-17": "nobody asks"}
        """
    )

    result = project.run("-k", "REPO-03 or REPO-17")

    result.assert_outcomes(failed=2, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(
        [
            "REPO-03 *broken by InMemoryNotes*",
            "  expected  broken, as the waiver says",
            "  got       holds",
            "  note      remove REPO-03 from waived",
            "  got       is not applicable",
        ]
    )


def test_a_waived_clause_that_is_broken_is_expected_to_fail(project: Project) -> None:
    """As pytest's own xfail has it; the finding stays in the document."""
    project.suites(
        """
        class TestIt(NoteContract):
            adapter = LeakyNotes
            waived = {"REPO-03": "it is a cache"}
        """
    )

    result = project.run("-k", "REPO-03", "-rx", "--dovetail-json=out.json")

    assert result.ret == pytest.ExitCode.OK
    assert result.parseoutcomes()["xfailed"] == 1
    result.stdout.fnmatch_lines(["XFAIL *REPO_03* - *it is a cache"])
    clause = project.read("out.json")["suites"][0]["clauses"][0]
    assert (clause["outcome"], clause["reason"]) == ("waived", "it is a cache")
    assert clause["finding"]["scenario"]

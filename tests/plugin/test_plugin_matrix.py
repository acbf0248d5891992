"""The matrix port x adapter that ends a run, and what is said below it."""

from __future__ import annotations

import pytest
from projects import Project, block

DISAGREEING = """
    class TestLenient(UnannotatedNoteContract):
        adapter = InMemoryNotes

    class TestStrict(UnannotatedNoteContract):
        adapter = StrictNotes
"""


def test_the_matrix_counts_every_outcome(project: Project) -> None:
    """One row a suite; a broken clause has its title, a waived one and one that does not apply their reasons."""
    project.suites(
        """
        class TestLeaky(NoteContract):
            adapter = LeakyNotes

        class TestWaived(NoteContract):
            adapter = LeakyNotes
            waived = {"REPO-03": "it is a cache"}

        class TestUnstated(UnannotatedNoteContract):
            adapter = InMemoryNotes
        """
    )

    lines = project.run("-k", "REPO-02 or REPO-03 or REPO-17").outlines

    assert block(lines, "port  ") == "\n".join(
        [
            "port                       adapter                   held  broken  waived  not applicable  not stated",
            "NoteRepository             LeakyNotes in TestLeaky      1       1       0               1           0",
            "UnannotatedNoteRepository  InMemoryNotes                1       0       0               1           1",
            "NoteRepository             LeakyNotes in TestWaived     1       0       1               1           0",
        ]
    )
    assert block(lines, "broken:") == "\n".join(
        [
            "broken:",
            "  REPO-03  a stored aggregate does not change with the caller's copy  (LeakyNotes in TestLeaky)",
        ]
    )
    assert block(lines, "not applicable:") == "not applicable:\n  the port has no query (REPO-17)"
    assert block(lines, "not stated:") == "\n".join(
        [
            "not stated:",
            "  REPO-02  it answers returns(None); write missing = returns(None) to hold every adapter to it"
            "  (InMemoryNotes)",
        ]
    )
    assert block(lines, "waived:") == "waived:\n  REPO-03  it is a cache  (LeakyNotes in TestWaived)"


def test_a_run_without_contracts_says_nothing_of_them(project: Project) -> None:
    """No section, no matrix."""
    project.pytester.makepyfile(test_plain="def test_plain(): pass")

    result = project.run("test_plain.py")

    assert result.ret == pytest.ExitCode.OK
    assert "dovetail =" not in result.stdout.str()


def test_adapters_that_disagree_fail_the_run(project: Project) -> None:
    """Where nothing is stated, two answers to the same call are a finding, with the lines that settle it."""
    project.suites(DISAGREEING)

    result = project.run("-k", "REPO-02", "--dovetail-json=out.json")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert block(result.outlines, "REPO-02 an absent") == "\n".join(
        [
            "REPO-02 an absent key is answered as the policy says      "
            "the adapters of UnannotatedNoteRepository disagree",
            "    InMemoryNotes  answers returns(None)",
            "    StrictNotes    answers raises(NoSuchNote)",
            "  write     missing = raises(NoSuchNote) or missing = returns(None) in the contract",
        ]
    )
    assert project.read("out.json")["disagreements"] == [
        {
            "id": "REPO-02",
            "port": "UnannotatedNoteRepository",
            "policy": "missing",
            "answers": {"InMemoryNotes": "returns(None)", "StrictNotes": "raises(NoSuchNote)"},
        }
    ]


def test_adapters_that_agree_do_not_fail_the_run(project: Project) -> None:
    """What nobody states and everybody does alike is said, and no more."""
    project.suites(DISAGREEING.replace("StrictNotes", "ForgetfulNotes"))

    assert project.run("-k", "REPO-02").ret == pytest.ExitCode.OK


@pytest.mark.parametrize(
    ("policy", "ret"), [("returns(None)", pytest.ExitCode.TESTS_FAILED), ("raises(NoSuchNote)", pytest.ExitCode.OK)]
)
def test_a_stated_policy_settles_it(project: Project, policy: str, ret: pytest.ExitCode) -> None:
    """Each adapter is then held to the policy by itself."""
    project.suites(
        f"""
        from dovetail import raises, returns

        class TestStrict(UnannotatedNoteContract):
            adapter = StrictNotes
            missing = {policy}
        """
    )

    assert project.run("-k", "REPO-02").ret == ret


def test_adapters_of_one_name_are_told_apart(project: Project) -> None:
    """Two lambdas that disagree do so under the names of their suites."""
    project.suites(DISAGREEING.replace("adapter = ", "adapter = lambda: ").replace("Notes\n", "Notes()\n"))

    result = project.run("-k", "REPO-02")

    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*TestLenient *answers returns(None)", "*TestStrict *answers raises(NoSuchNote)"])

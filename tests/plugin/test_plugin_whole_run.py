"""What no single test can see is a failed test of its own, for pytest and for every plugin that listens to it."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from projects import Project

DISAGREEING = """
    class TestLenient(UnannotatedNoteContract):
        adapter = InMemoryNotes

    class TestStrict(UnannotatedNoteContract):
        adapter = StrictNotes
"""
ID = "test_notes.py::UnannotatedNoteRepository::REPO-02 adapters answer alike"


def test_a_disagreement_is_a_failed_test_in_the_summary_and_in_junit(project: Project) -> None:
    """It counts as one, with its text."""
    project.suites(DISAGREEING)

    result = project.run("-k", "REPO-02", "-ra", "--junitxml=out.xml")

    outcomes = result.parseoutcomes()
    assert (outcomes["failed"], outcomes["skipped"]) == (1, 2)
    assert any(line.startswith(f"FAILED {ID}") for line in result.outlines)
    cases = ET.parse(project.pytester.path / "out.xml").getroot().iter("testcase")
    (failed,) = [case for case in cases if case.find("failure") is not None]
    assert (failed.get("classname"), failed.get("name")) == (
        "test_notes.UnannotatedNoteRepository",
        "REPO-02 adapters answer alike",
    )
    assert "write     missing = raises(NoSuchNote) or" in str(failed.findtext("failure"))


@pytest.mark.long
def test_it_is_one_where_workers_saw_one_adapter_each(project: Project) -> None:
    """The process that reports knows them all."""
    project.suites(DISAGREEING)

    result = project.run("-k", "REPO-02", "-n", "2", "-ra", apart=True)

    assert result.parseoutcomes()["failed"] == 1
    assert any(line.startswith(f"FAILED {ID}") for line in result.outlines)


def test_the_last_failed_are_the_tests_that_show_it(project: Project) -> None:
    """So that `--lf` sees it again, and no longer once it is settled."""
    project.suites(DISAGREEING)
    project.run("-k", "REPO-02", "--lf")
    known = json.loads((project.pytester.path / ".pytest_cache/v/cache/lastfailed").read_text())

    again = project.run("--lf")
    project.suites(DISAGREEING.replace("StrictNotes", "ForgetfulNotes"))
    settled = project.run("--lf")

    assert sorted(known) == [
        f"test_notes.py::{suite}::test_REPO_02_absent_key" for suite in ("TestLenient", "TestStrict")
    ]
    assert again.parseoutcomes()["failed"] == 1
    assert again.parseoutcomes()["skipped"] == 2
    assert settled.ret == pytest.ExitCode.OK
    assert "failed" not in settled.parseoutcomes()


def test_one_adapter_alone_disagrees_with_nobody(project: Project) -> None:
    """A part of the suites, chosen by name, tells nothing of the others."""
    project.suites(DISAGREEING)

    result = project.run("-k", "REPO-02 and TestStrict")

    assert result.ret == pytest.ExitCode.OK
    assert ID not in result.stdout.str()

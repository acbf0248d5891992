"""The plugin beside pytest's own options, and beside other plugins."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from projects import SUMMARY_SAYS_WHY, Project, block, outcomes

SUITES = """
    class TestGood(NoteContract):
        adapter = InMemoryNotes

    class TestLeaky(NoteContract):
        adapter = LeakyNotes

    class TestNothing(NoteContract):
        pass
"""


SLOW = """
    import time

    class Slow(InMemoryNotes):
        def save(self, note):
            time.sleep(0.01)
            super().save(note)

    class TestSlow(NoteContract):
        adapter = Slow
"""


DISAGREEING = """
    class TestLenient(UnannotatedNoteContract):
        adapter = InMemoryNotes

    class TestStrict(UnannotatedNoteContract):
        adapter = StrictNotes
"""


def verdicts(document: dict[str, Any]) -> list[Any]:
    """All of a document but how long it took, and the scenarios that another seed may find."""
    return [
        (
            {key: suite[key] for key in ("suite", "contract", "port", "adapter", "store")},
            outcomes(document, suite["suite"]),
        )
        for suite in document["suites"]
    ]


@pytest.mark.long
def test_xdist_gives_the_same_matrix_and_document(project: Project) -> None:
    """What workers find travels to the process that reports, which alone sees that adapters disagree."""
    project.suites(SUITES + DISAGREEING)

    alone = project.run("--dovetail-json=alone.json")
    spread = project.run("-n", "2", "--dovetail-json=spread.json", apart=True)

    assert spread.ret == alone.ret == pytest.ExitCode.TESTS_FAILED
    assert block(spread.outlines, "port  ") == block(alone.outlines, "port  ")
    assert spread.parseoutcomes()["failed"] == alone.parseoutcomes()["failed"]
    assert verdicts(project.read("spread.json")) == verdicts(project.read("alone.json"))
    assert project.read("spread.json")["disagreements"] == project.read("alone.json")["disagreements"] != []
    for result in (alone, spread):
        told = [line for line in result.outlines if line.startswith("TestNothing could not be evaluated")]
        assert len(told) == 1


@pytest.mark.parametrize(
    ("expression", "ids"), [("REPO-07", {"REPO-07"}), ("repo-01 or PORT-01", {"REPO-01", "PORT-01"})]
)
def test_a_clause_is_chosen_by_its_id(project: Project, expression: str, ids: set[str]) -> None:
    """As the reports write it."""
    project.suites(SUITES)

    document = project.document("-k", f"({expression}) and TestGood")

    assert outcomes(document, "TestGood") == dict.fromkeys(ids, "held")
    assert len(document["suites"]) == 1


def test_all_deselected_is_the_users_own_choice(project: Project) -> None:
    """Pytest's code for it, and no matrix."""
    project.suites(SUITES)

    result = project.run("-k", "nothing_of_that_name")

    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_the_order_of_tests_does_not_matter(project: Project) -> None:
    """With pytest-randomly, which shuffles and reseeds, and without it."""
    project.suites(SUITES)

    first = project.document("-p", "randomly", "--randomly-seed=1", apart=True)
    second = project.document("-p", "no:randomly")

    assert verdicts(first) == verdicts(second)


def test_hypothesis_seed_repeats_a_run(project: Project) -> None:
    """The same scenarios, and so the same finding."""
    project.suites(
        """
        from hypothesis import Phase

        class TestLeaky(NoteContract):
            adapter = LeakyNotes
            settings = NoteContract.settings.__class__(
                max_examples=20, phases=[Phase.generate], database=None, derandomize=False
            )
        """
    )

    findings = [
        project.document("-k", "REPO-03", f"--hypothesis-seed={seed}")["suites"][0]["clauses"][0]["finding"]
        for seed in (7, 7, 8)
    ]

    assert findings[0] == findings[1] != findings[2]


@pytest.mark.usefixtures("every_plugin")
def test_without_the_plugin_nothing_passes(project: Project) -> None:
    """Each clause says that the plugin is needed; the option for the document is unknown."""
    project.suites(SUITES)

    result = project.run("-p", "no:dovetail", "-k", "TestGood")

    assert set(result.parseoutcomes()) == {"failed", "deselected"}
    result.stdout.fnmatch_lines(
        ["E *ContractError: dovetail's pytest plugin is not active*", "E *remove -p no:dovetail*"]
    )
    unknown = project.pytester.runpytest_subprocess("-p", "no:dovetail", "--dovetail-json=out.json")
    assert unknown.ret == pytest.ExitCode.USAGE_ERROR


def test_clauses_are_collected_by_their_ids_and_names(project: Project) -> None:
    """`--collect-only` shows what a suite holds an adapter to, and runs nothing."""
    project.suites(SUITES)

    result = project.run("--collect-only", "-q")

    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(["test_notes.py::TestGood::test_PORT_01_every_operation_exists"])
    result.stdout.fnmatch_lines(["test_notes.py::TestGood::test_REPO_01_found_as_saved"])
    assert "dovetail =" not in result.stdout.str()


def test_last_failed_runs_the_broken_clauses_again(project: Project) -> None:
    """And no other."""
    project.suites(SUITES.split("class TestNothing", maxsplit=1)[0])
    assert project.run("--lf", "-k", "REPO-03 or REPO-01").ret == pytest.ExitCode.TESTS_FAILED

    document = project.document("--lf")

    assert [suite["suite"] for suite in document["suites"]] == ["test_notes.py::TestLeaky"]
    assert outcomes(document, "TestLeaky") == {"REPO-03": "broken"}


def test_junit_xml_is_sane(project: Project) -> None:
    """One case a clause; a finding is a failure with its text, and what does not apply is skipped with its reason."""
    project.suites(SUITES)

    project.run("--junitxml=junit.xml", "-k", "REPO-03 or REPO-01 or REPO-17")

    cases = {
        (case.get("classname"), case.get("name", "")[5:12]): case
        for case in ElementTree.parse(project.pytester.path / "junit.xml").iter("testcase")
    }
    assert list(cases["test_notes.TestGood", "REPO_03"]) == []
    (failure,) = cases["test_notes.TestLeaky", "REPO_03"]
    assert failure.tag == "failure"
    assert failure.get("message", "").startswith("REPO-03 a stored aggregate does not change with the caller's copy")
    assert "notes.save(note)" in (failure.text or "")
    (skipped,) = cases["test_notes.TestGood", "REPO_17"]
    assert (skipped.tag, skipped.get("message")) == ("skipped", "REPO-17 not applicable: the port has no query")
    (lost,) = cases["test_notes.TestNothing", "REPO_01"]
    assert lost.get("message", "").startswith("TestNothing could not be evaluated: TestNothing has neither")


def test_what_is_skipped_is_placed_at_its_suite(project: Project) -> None:
    """And not inside dovetail, where the method that stands for the clause was made."""
    project.suites(SUITES)

    result = project.run("-rs", "-k", "TestGood and REPO-17")

    line = 1 + (project.pytester.path / "test_notes.py").read_text().splitlines().index("class TestGood(NoteContract):")
    result.stdout.fnmatch_lines(
        [f"SKIPPED [[]1[]] test_notes.py:{line}: REPO-17 not applicable: the port has no query"]
    )


@pytest.mark.parametrize("style", ["auto", "short", "line", "native", "no"])
def test_every_style_of_traceback_shows_findings(project: Project, style: str) -> None:
    """Or, with `no`, the line in pytest's summary; an older pytest leaves that to the list below the matrix."""
    project.suites(SUITES)

    shown = project.run("-k", "REPO-03 and Leaky", f"--tb={style}").stdout.str()

    listed = "REPO-03  a stored aggregate" if style == "no" and not SUMMARY_SAYS_WHY else "REPO-03 a stored aggregate"
    assert listed in shown
    assert "Traceback" not in shown


def test_verbose_names_each_clause(project: Project) -> None:
    """With how it came out."""
    project.suites(SUITES)

    result = project.run("-v", "-k", "REPO-03 and not Nothing")

    result.stdout.re_match_lines(
        [
            re.escape("test_notes.py::TestGood::test_REPO_03_callers_copy PASSED") + ".*",
            re.escape("test_notes.py::TestLeaky::test_REPO_03_callers_copy FAILED") + ".*",
        ]
    )


@pytest.mark.parametrize(("option", "code", "outcome"), [((), 0, "xfailed"), (("--dovetail-strict",), 1, "failed")])
def test_a_broken_should_is_shown_and_fails_a_run_only_if_asked_to(
    project: Project, option: tuple[str, ...], code: int, outcome: str
) -> None:
    """Its finding is there in both."""
    project.suites(
        """
        from dovetail.kernel import PortContract, check

        @check("MAP-17", random=False)
        def silent(s):
            s.broken("a sound", "silence")

        class SoundContract(PortContract):
            checks = (silent,)

        class TestSound(SoundContract):
            port = NoteRepository
            adapter = InMemoryNotes
        """
    )

    result = project.run(*option)

    assert (result.ret, set(result.parseoutcomes())) == (code, {outcome})
    result.stdout.fnmatch_lines(
        ["MAP-17 *broken by InMemoryNotes (port NoteRepository)", "  expected  a sound", "  got       silence"]
    )


def test_a_budget_cuts_clauses_short_and_says_so(project: Project) -> None:
    """In the matrix and in the document; it fails no run, and nothing cut short counts as held."""
    project.suites(SLOW)

    result = project.run("--dovetail-budget=100ms", "--dovetail-json=out.json")

    assert result.ret == pytest.ExitCode.OK
    (head,) = (line for line in result.outlines if line.startswith("port  "))
    assert head.endswith("cut short")
    result.stdout.fnmatch_lines(["cut short:", "  *REPO-01 held in * of * examples*(*Slow*)"])
    found = outcomes(project.read("out.json"), "TestSlow")
    assert found["REPO-01"] == "cut short"


def test_a_contract_states_its_budget(project: Project) -> None:
    """As pytest's configuration does; the command line goes first."""
    project.suites(SLOW.replace("adapter = Slow", 'adapter = Slow\n        budget = "100ms"'))

    alone = outcomes(project.document(), "TestSlow")
    ample = outcomes(project.document("--dovetail-budget=10m", "-k", "REPO-01"), "TestSlow")

    assert alone["REPO-01"] == "cut short"
    assert ample["REPO-01"] == "held"


@pytest.mark.parametrize("given", [["--dovetail-budget=soon"], ["-o", "dovetail_budget=soon"]])
def test_a_budget_that_is_no_time_is_refused(project: Project, given: list[str]) -> None:
    """Before anything runs."""
    project.suites(SUITES)

    result = project.run(*given)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *dovetail*budget* is 'soon', which is no time; write seconds: 5s*"])


@pytest.mark.long
def test_a_suite_split_over_workers_is_held_in_the_same_examples(project: Project) -> None:
    """Each worker draws what the others draw."""
    project.suites(SUITES)

    alone, spread = (
        {
            (suite["suite"], clause["id"]): (clause["outcome"], clause["examples"])
            for suite in project.document("--hypothesis-seed=7", *options, apart=True)["suites"]
            for clause in suite["clauses"]
            if clause["outcome"] != "broken"
        }
        for options in ([], ["-n", "2", "--dist", "load"])
    )

    assert alone == spread

"""The whole gate in the formats of machines: what the suites found stands beside what the lint did."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checking"))

from gate_documents import clause, import_of, lint, suite, suites

from dovetail.checking.places import Place, places
from dovetail.checking.result import Loss, Result, Verdict
from dovetail.report.check import markdown
from dovetail.report.check.joined import joined
from dovetail.report.lint import github, junit, sarif
from dovetail.report.page.entries import entries, keys_of

FOUND = suites(
    suite(
        "sql",
        clause("REPO-01"),
        clause("REPO-07", "broken"),
        clause("REPO-34", "broken") | {"level": "should"},
        clause("REPO-18", "not applicable") | {"reason": "the store gives the keys"},
        clause("REPO-09", "broken") | {"evaluated": False, "finding": None, "reason": "no database"},
    )
)
PLACES = {"tests/test_sql.py::TestSql": Place("tests/test_sql.py", 12)}


def document(found: Any = FOUND, *, tests: Verdict = "broken", losses: tuple[Loss, ...] = (), **more: Any) -> Any:
    judged = more.get("lint", lint())
    result = Result(judged, found, tests, losses, more.get("notes", ()))
    return joined(result, entries(found, judged, more.get("before")), PLACES)


def results(report: str) -> list[tuple[str, str, str, int]]:
    """Id, level, file and line of each result of SARIF."""
    (run,) = json.loads(report)["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    return [
        (each["ruleId"], each["level"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for each, place in zip(run["results"], places, strict=True)
    ]


def test_sarif_has_what_both_found() -> None:
    """A clause at its suite, with the level of what it says."""
    found = results(sarif.render(document(lint=lint(import_of("django")))))

    assert found == [
        ("ARCH-02", "error", "src/post/ports.py", 3),
        ("REPO-07", "error", "tests/test_sql.py", 12),
        ("REPO-09", "error", "tests/test_sql.py", 12),
        ("REPO-34", "warning", "tests/test_sql.py", 12),
    ]


def test_sarif_says_what_a_clause_promises_and_shows_the_scenario() -> None:
    (run,) = json.loads(sarif.render(document()))["runs"]

    assert run["tool"]["driver"]["rules"][0]["shortDescription"]["text"] == "saving again replaces all of it"
    message = run["results"][0]["message"]["text"]
    assert (
        message.splitlines()[0] == "saving again replaces all of it: Sql in tests/test_sql.py::TestSql (port Parcels)"
    )
    assert {"parcels.add(parcel)", "expected: .weight == 2", "got: .weight == 1"} <= set(message.splitlines())


def test_github_annotates_the_class_of_the_suite() -> None:
    said = github.render(document()).splitlines()

    assert [line.partition("::saving")[0] for line in said[:1]] == [
        "::error file=tests/test_sql.py,line=12,col=1,title=REPO-07"
    ]
    assert [line.split(" ")[0] for line in said] == ["::error", "::error", "::warning"]


def test_junit_has_a_test_case_for_each_clause() -> None:
    """None that was not judged passes."""
    suite = ET.fromstring(junit.render(document()))
    cases = suite.findall("testcase[@classname='tests/test_sql.py::TestSql']")
    told = {each.get("name"): [child.tag for child in each] for each in cases}

    assert told == {
        "REPO-01": [],
        "REPO-07": ["failure"],
        "REPO-09": ["error"],
        "REPO-18": ["skipped"],
        "REPO-34": ["skipped"],
    }
    assert [suite.get(name) for name in ("failures", "errors", "skipped")] == ["1", "1", "2"]


def test_what_is_no_longer_looked_at_breaks_in_each() -> None:
    lost = document(suites(), tests="holds", losses=(Loss("suite", "x", "the suite x no longer runs"),))

    assert results(sarif.render(lost)) == [("sees-less", "error", "dovetail-seen.json", 1)]
    (run,) = json.loads(sarif.render(lost))["runs"]
    assert "dovetail check --record" in run["tool"]["driver"]["rules"][0]["help"]["text"]
    assert "::error file=dovetail-seen.json,line=1,col=1,title=sees-less::the suite x" in github.render(lost)
    assert ET.fromstring(junit.render(lost)).get("failures") == "1"


def test_a_run_that_failed_is_not_evaluated_in_each() -> None:
    """It is no run in which nothing was found."""
    failed = document(None, tests="not evaluated", notes=("pytest ended with exit code 2; what it said stands above",))

    (run,) = json.loads(sarif.render(failed))["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "title=pytest::not evaluated: pytest ended with exit code 2" in github.render(failed)
    assert ET.fromstring(junit.render(failed)).get("errors") == "1"


def test_adapters_that_disagree_are_told_with_what_to_write() -> None:
    different = {"id": "REPO-02", "port": "post.ports:Parcels", "policy": "missing", "answers": {"A": "returns(None)"}}
    said = github.render(document(suites(disagreements=(different,))))

    assert "title=REPO-02::" in said
    assert "fix: missing = returns(None) in the contract" in said


def test_what_was_fixed_is_no_finding() -> None:
    before = keys_of(suites(suite("sql", clause("REPO-09", "broken"))), None)

    assert document(suites(suite("sql", clause("REPO-09"))), tests="holds", before=before)["findings"] == []


HOSTILE = "x\n::stop-commands::y\r%0A\x1b[2J\u202e]]><script>[a](b)\ud800\x00##[error]"


@pytest.mark.parametrize("form", [github, junit, sarif])
def test_hostile_names_and_values_stay_text(form: ModuleType) -> None:
    hostile = clause("REPO-07", "broken", scenario=[HOSTILE], expected=HOSTILE, got=HOSTILE, hint=HOSTILE)
    skipped = clause("REPO-18", "not applicable") | {"reason": HOSTILE}
    found = suites(suite("sql", hostile, skipped, port=HOSTILE) | {"adapter": HOSTILE, "suite": HOSTILE})
    lost = (Loss("suite", HOSTILE, HOSTILE),)

    report = form.render(document(found, losses=lost, notes=(HOSTILE,), tests="not evaluated"))

    report.encode()
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e\ud800]", report)
    if form is github:
        assert {line.split(" ")[0] for line in report.splitlines()} <= {"::error", "::warning", "::notice"}


def test_a_suite_is_where_its_class_is(tmp_path: Path) -> None:
    """In a class too, and with the parameters of its fixtures; a file that cannot be read has its first line."""
    (tmp_path / "test_a.py").write_text("import x\n\n\nclass TestOuter:\n    class TestIn(Contract):\n        pass\n")
    (tmp_path / "test_b.py").write_text("class (\n")
    ids = [
        "test_a.py::TestOuter",
        "test_a.py::TestOuter::TestIn[sqlite::memory]",
        "test_b.py::TestX",
        "test_c.py::TestY",
    ]

    assert [*places(tmp_path, ids).values()] == [
        Place("test_a.py", 4),
        Place("test_a.py", 5),
        Place("test_b.py", 1),
        Place("test_c.py", 1),
    ]


def test_the_matrix_of_a_pull_request_counts_what_never_ran_apart() -> None:
    found = markdown.render(Result(lint(), FOUND, "broken"), [])

    assert "| held | broken | waived | not applicable | not stated | not evaluated |" in found
    assert found.splitlines()[-3].endswith("| 1 | 2 | 0 | 1 | 0 | 1 |")

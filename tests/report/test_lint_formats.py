"""The same report for people, and for each kind of machine."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from dovetail.architecture import ContractOutcome, Finding, LintReport, RuleOutcome
from dovetail.report.lint import github as lint_github
from dovetail.report.lint import junit as lint_junit
from dovetail.report.lint import sarif as lint_sarif
from dovetail.report.lint import text as lint_text

REPORT = LintReport(
    contracts=(
        ContractOutcome("dependencies point inward", "layers", "broken"),
        ContractOutcome("mine", "forbidden", "not evaluated", "Module 'shop.x' does not exist."),
        ContractOutcome("warned", "layers", "kept", warnings=("No matches for ignored import a -> b.",)),
    ),
    rules=(
        RuleOutcome("ARCH-02", "broken"),
        RuleOutcome("ARCH-03", "kept"),
        RuleOutcome("ARCH-05", "not applicable", "no two contexts"),
    ),
    findings=(
        Finding(
            id="ARCH-01",
            path="src/a,b/%x.py",
            line=3,
            column=5,
            module="shop.domain.orders",
            message="50% of\nit <is> wrong: \x00",
            fix="move it",
            imported="shop.adapters",
            chain=("shop.domain.orders", "shop.util", "shop.adapters"),
            contract="dependencies point inward",
        ),
        Finding(
            id="ARCH-02",
            path="src/shop/x.py",
            line=1,
            column=1,
            module="shop.x",
            message="known",
            fix="later",
            baseline=True,
        ),
    ),
    layers={"domain": ("shop.domain",)},
    notes=("something to know",),
)


def test_text_says_where_what_which_way_and_what_to_do() -> None:
    assert lint_text.render(REPORT.document()).splitlines() == [
        "src/a,b/%x.py:3:5: ARCH-01 50% of",
        "    it <is> wrong: \\x00",
        "    shop.domain.orders -> shop.util -> shop.adapters",
        "    fix: move it",
        "src/shop/x.py:1:1: ARCH-02 known (baseline)",
        "    fix: later",
        "not evaluated: mine: Module 'shop.x' does not exist.",
        "warning: warned: No matches for ignored import a -> b.",
        "note: something to know",
        "layers: domain shop.domain",
        "not judged:",
        "  ARCH-05  no two contexts",
        "broken: 2 kept, 2 broken, 1 not evaluated, 1 not applicable; 2 findings",
    ]


def test_github_annotations_are_escaped_and_known_ones_are_notices() -> None:
    assert lint_github.render(REPORT.document()).splitlines() == [
        "::error file=src/a%2Cb/%25x.py,line=3,col=5,title=ARCH-01::50%25 of%0Ait <is> wrong: \\x00"
        "%0Ashop.domain.orders -> shop.util -> shop.adapters%0Afix: move it",
        "::notice file=src/shop/x.py,line=1,col=1,title=ARCH-02::known%0Afix: later",
        "::error title=mine::not evaluated: Module 'shop.x' does not exist.",
        "::warning title=warned::No matches for ignored import a -> b.",
        "::notice title=dovetail::something to know",
    ]


def test_junit_counts_what_broke() -> None:
    suite = ET.fromstring(lint_junit.render(REPORT.document()))

    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }
    (failure,) = suite.iter("failure")
    assert "src/a,b/%x.py:3:5" in str(failure.text)


@pytest.mark.parametrize("text", ["\x01", "\ud800", "\ufffe", '<&"\U0001f642'], ids=ascii)
def test_junit_is_well_formed_whatever_a_contract_is_called(text: str) -> None:
    """TOML lets a name hold what XML cannot."""
    report = LintReport((ContractOutcome(f"a{text}b", "layers", "not evaluated", text),), (), (), {})

    (case,) = ET.fromstring(lint_junit.render(report.document()).encode()).iter("testcase")
    assert str(case.get("name")).startswith("a")
    assert str(case.get("name")).endswith("b")


def test_sarif_has_what_code_scanning_reads() -> None:
    document = json.loads(lint_sarif.render(REPORT.document()))

    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["ARCH-01", "ARCH-02"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    first, second = run["results"]
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a%2Cb/%25x.py", "uriBaseId": "ROOT"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert (first["baselineState"], second["baselineState"]) == ("new", "unchanged")
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"


@pytest.mark.parametrize(
    "renderer", [lint_text, lint_github, lint_junit, lint_sarif], ids=lambda module: module.__name__
)
def test_a_report_without_findings(renderer: object) -> None:
    empty = LintReport(contracts=(), rules=(), findings=(), layers={})

    assert isinstance(renderer.render(empty.document()), str)  # type: ignore[attr-defined]


def test_a_fix_of_several_lines_is_set_in() -> None:
    finding = Finding("mine", "src/a.py", 1, 1, "a", "it is wrong", "ask the owners\n::error::and no one else")
    report = LintReport((), (), (finding,), {})

    assert lint_text.render(report.document()).splitlines()[1:3] == [
        "    fix: ask the owners",
        r"         \x3a:error::and no one else",
    ]

"""Every rule is broken by an example of its own, and none accuses a repository that holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from dovetail.architecture import lint
from dovetail.catalogue import kind

HERE = Path(__file__).resolve().parent.parent
FAULTY = sorted((HERE / "faulty" / "architecture").iterdir())
CORRECT = sorted((HERE / "correct" / "architecture").iterdir())


def clause_of(example: Path) -> str:
    return "-".join(example.name.upper().split("_")[:2])


@pytest.mark.parametrize("example", FAULTY, ids=lambda path: path.name)
def test_a_faulty_example_breaks_its_own_rule_alone(example: Path) -> None:
    """The folder's name says which rule it breaks."""
    report = lint(example)

    assert {finding.id for finding in report.findings} == {clause_of(example)}
    assert report.verdict == "broken"
    for finding in report.findings:
        assert (example / finding.path).is_file()
        assert finding.fix


@pytest.mark.parametrize("example", CORRECT, ids=lambda path: path.name)
def test_a_correct_example_holds(example: Path) -> None:
    report = lint(example)

    assert report.findings == ()
    assert report.verdict == "holds"
    assert {contract.verdict for contract in report.contracts} == {"kept"}


def test_every_rule_has_an_example_that_breaks_it() -> None:
    assert {clause_of(example) for example in FAULTY} == {clause.id for clause in kind("architecture")}


def test_every_rule_has_something_to_judge_in_an_example_that_holds() -> None:
    """A rule that never applies accuses nobody, and proves nothing."""
    judged: set[str] = set()
    for example in CORRECT:
        report = lint(example)
        judged |= {rule.id for rule in report.rules if rule.verdict == "kept"}
    # ARCH-01 and ARCH-16 are import contracts: `test_a_correct_example_holds` sees that they were kept.
    assert judged | {"ARCH-01", "ARCH-16"} == {clause.id for clause in kind("architecture")}

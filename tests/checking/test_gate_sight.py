"""What the gate sees, and that less is a finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gate_documents import clause, lint, suite, suites

from dovetail.checking.result import Result
from dovetail.checking.sight import FILE, losses, read_sight, sight_of
from dovetail.errors import ContractError

BEFORE = suites(
    suite("sql", clause("REPO-01"), clause("REPO-07", "broken"), called=["add", "get"]),
    suite("memory", clause("REPO-01")),
)


def lost(now_suites: dict[str, Any], now_lint: dict[str, Any] | None = None) -> list[str]:
    before = sight_of(BEFORE, lint(rules=(("ARCH-02", "kept"), ("ARCH-07", "kept"))))
    now = sight_of(now_suites, now_lint or lint(rules=(("ARCH-02", "kept"), ("ARCH-07", "kept"))))
    return [each.message for each in losses(before, now)]


def test_the_same_is_no_loss() -> None:
    assert lost(BEFORE) == []


def test_more_is_no_loss() -> None:
    assert lost(suites(*BEFORE["suites"], suite("cache", clause("REPO-01")))) == []


def test_a_suite_that_is_gone() -> None:
    assert lost(suites(BEFORE["suites"][0])) == ["the suite tests/test_memory.py::TestMemory no longer runs"]


def test_a_clause_that_is_no_longer_tried() -> None:
    smaller = suite("sql", clause("REPO-01"), clause("REPO-07", "not applicable"), called=["add", "get"])

    assert lost(suites(smaller, BEFORE["suites"][1])) == ["tests/test_sql.py::TestSql no longer tries REPO-07"]


def test_an_operation_that_no_clause_calls_any_more() -> None:
    fewer = suite("sql", clause("REPO-01"), clause("REPO-07"), called=["add"])

    assert lost(suites(fewer, BEFORE["suites"][1])) == ["no clause of tests/test_sql.py::TestSql calls get any more"]


def test_a_rule_with_nothing_left_to_judge() -> None:
    now = lint(rules=(("ARCH-02", "kept"), ("ARCH-07", "not applicable")))

    assert lost(BEFORE, now) == ["ARCH-07 has nothing to judge any more"]


def test_a_contract_that_is_gone() -> None:
    assert lost(BEFORE, lint(rules=(("ARCH-02", "kept"), ("ARCH-07", "kept"))) | {"contracts": []}) == [
        "the import contract 'inward' is no longer judged"
    ]


def test_a_loss_breaks_the_gate() -> None:
    found = losses(sight_of(BEFORE, None), sight_of(None, None))

    assert Result(lint(), BEFORE, "holds").verdict == "holds"
    assert Result(lint(), BEFORE, "holds", tuple(found)).exit_code == 1


def test_the_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    sight_of(BEFORE, lint()).write(tmp_path)

    assert read_sight(tmp_path) == sight_of(BEFORE, lint())
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2, "suites": {}, "operations": {}, "contracts": [], "rules": []}']
)
def test_a_record_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")

    with pytest.raises(ContractError, match="dovetail check --record"):
        read_sight(tmp_path)

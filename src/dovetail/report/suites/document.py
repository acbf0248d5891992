"""The suites of a run for machines: the document of `--dovetail-json`, version 1. Keys are only ever added."""

from __future__ import annotations

from typing import Any

from dovetail.report.suites.gathered import Suite, Suites
from dovetail.suites.kernel.outcome import Finding, Outcome


def document(suites: Suites) -> dict[str, Any]:
    return {
        "version": 1,
        "suites": [_suite(each) for each in suites.suites()],
        "disagreements": [
            {"id": each.clause, "port": each.port, "policy": each.policy, "answers": each.answers}
            for each in suites.disagreements()
        ],
    }


def _suite(suite: Suite) -> dict[str, Any]:
    info = suite.info
    return {
        "suite": info.id,
        "contract": info.contract,
        "port": info.port,
        "adapter": info.adapter,
        "store": info.store,
        "called": suite.called,
        "uncalled": suite.uncalled,
        "clauses": [_clause(suite.outcomes[clause_id]) for clause_id in sorted(suite.outcomes)],
    }


def _clause(outcome: Outcome) -> dict[str, Any]:
    return {
        "id": outcome.clause,
        "outcome": outcome.verdict.value,
        "reason": outcome.reason or None,
        "examples": outcome.examples,
        "seconds": round(outcome.seconds, 4),
        "finding": None if outcome.finding is None else _finding(outcome.finding),
        "level": outcome.level,
        "evaluated": outcome.evaluated,
        "due": outcome.due or None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "scenario": list(finding.scenario),
        "expected": finding.expected,
        "got": finding.got,
        "path": finding.path,
        "hint": finding.hint or None,
        "also": list(finding.also),
    }

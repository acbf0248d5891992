"""Documents of runs, made by hand: what the gate's reports are given."""

from __future__ import annotations

from typing import Any


def clause(clause_id: str, outcome: str = "held", **finding: Any) -> dict[str, Any]:
    """One clause of a suite; with a finding where it is broken."""
    told = {"scenario": ["parcels.add(parcel)"], "expected": ".weight == 2", "got": ".weight == 1", "path": ".weight"}
    return {
        "id": clause_id,
        "outcome": outcome,
        "reason": None,
        "examples": 10,
        "seconds": 0.1,
        "finding": {**told, "hint": None, **finding} if outcome == "broken" else None,
    }


def suite(name: str, *clauses: dict[str, Any], port: str = "post.ports:Parcels", **more: Any) -> dict[str, Any]:
    """One suite, in tests/test_NAME.py."""
    return {
        "suite": f"tests/test_{name}.py::Test{name.title()}",
        "contract": "RepositoryContract",
        "port": port,
        "adapter": name.title(),
        "store": None,
        "clauses": list(clauses),
        **more,
    }


def suites(*found: dict[str, Any], disagreements: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """The document of `pytest --dovetail-json`."""
    return {"version": 1, "suites": list(found), "disagreements": list(disagreements)}


def lint(*findings: dict[str, Any], rules: tuple[tuple[str, str], ...] = (("ARCH-02", "kept"),)) -> dict[str, Any]:
    """The document of `dovetail lint --format json`."""
    broken = any(not each["baseline"] for each in findings)
    return {
        "version": 1,
        "verdict": "broken" if broken else "holds",
        "contracts": [{"name": "inward", "type": "layers", "verdict": "kept", "reason": "", "warnings": []}],
        "rules": [{"id": rule, "verdict": verdict, "reason": ""} for rule, verdict in rules],
        "findings": list(findings),
        "layers": {},
        "notes": [],
    }


def import_of(imported: str, *, baseline: bool = False) -> dict[str, Any]:
    """A finding of the lint: the core imports what it may not."""
    return {
        "id": "ARCH-02",
        "path": "src/post/ports.py",
        "line": 3,
        "column": 1,
        "module": "post.ports",
        "imported": imported,
        "chain": ["post.ports", imported],
        "message": f"post.ports imports {imported}, which the core may not",
        "fix": "declare a port",
        "contract": "",
        "baseline": baseline,
        "key": ["ARCH-02", "post.ports", imported],
    }

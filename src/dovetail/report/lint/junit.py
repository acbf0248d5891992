"""The gate's report as JUnit XML: a test case for each contract and each rule, and for each clause of a suite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from dovetail.report.escaping import visible_in_lines


def render(document: Mapping[str, Any]) -> str:
    """Render the gate's JSON document. Findings of the baseline are no failures."""
    suite = ET.Element("testsuite", name="dovetail" if "cases" in document else "dovetail lint")
    for contract in document["contracts"]:
        judged = document["findings"] if contract["verdict"] == "broken" else []
        found = [finding for finding in judged if finding["contract"] == contract["name"]]
        _case(suite, "contracts", contract["name"], contract, found)
    for rule in document["rules"]:
        found = [finding for finding in document["findings"] if finding["id"] == rule["id"]]
        _case(suite, "rules", rule["id"], rule, found)
    if lost := [finding for finding in document["findings"] if finding["id"] in document.get("told", ())]:
        _failures(ET.SubElement(suite, "testcase", classname="gate", name=lost[0]["id"]), lost)
    for each in document.get("cases", ()):  # of the whole gate: the clauses of its suites
        _case(suite, each["classname"], each["name"], each, each["findings"], time=f"{each['seconds']:.3f}")
    _count(suite)
    ET.indent(suite)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suite, encoding="unicode")}\n'


def _case(
    suite: ET.Element, group: str, name: str, judged: Mapping[str, Any], found: list[Mapping[str, Any]], **more: str
) -> None:
    attributes = {"classname": visible_in_lines(group), "name": visible_in_lines(name), **more}
    case = ET.SubElement(suite, "testcase", attributes)
    if judged["verdict"] == "not evaluated":
        ET.SubElement(case, "error", message=visible_in_lines(judged["reason"]))
    elif judged["verdict"] == "not applicable":
        ET.SubElement(case, "skipped", message=visible_in_lines(judged["reason"]))
    else:
        _failures(case, found)


def _failures(case: ET.Element, findings: list[Mapping[str, Any]]) -> None:
    new = [finding for finding in findings if not finding["baseline"]]
    if new:
        failure = ET.SubElement(case, "failure", message=visible_in_lines(f"{len(new)} findings"))
        failure.text = visible_in_lines("\n".join(_line(finding) for finding in new))


def _line(finding: Mapping[str, Any]) -> str:
    return f"{finding['path']}:{finding['line']}:{finding['column']}: {finding['message']}\n    fix: {finding['fix']}"


def _count(suite: ET.Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(1 for _ in suite.iter(tag))))

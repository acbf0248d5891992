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
        case = ET.SubElement(suite, "testcase", classname="contracts", name=_legal(contract["name"]))
        if contract["verdict"] == "not evaluated":
            ET.SubElement(case, "error", message=_legal(contract["reason"]))
        elif contract["verdict"] == "broken":
            _failures(case, [finding for finding in document["findings"] if finding["contract"] == contract["name"]])
    for rule in document["rules"]:
        case = ET.SubElement(suite, "testcase", classname="rules", name=rule["id"])
        if rule["verdict"] == "not applicable":
            ET.SubElement(case, "skipped", message=_legal(rule["reason"]))
        else:
            _failures(case, [finding for finding in document["findings"] if finding["id"] == rule["id"]])
    if lost := [finding for finding in document["findings"] if finding["id"] in document.get("told", ())]:
        _failures(ET.SubElement(suite, "testcase", classname="gate", name=lost[0]["id"]), lost)
    for each in document.get("cases", ()):  # of the whole gate: the clauses of its suites
        _case_of_suite(suite, each)
    _count(suite)
    ET.indent(suite)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suite, encoding="unicode")}\n'


def _case_of_suite(suite: ET.Element, each: Mapping[str, Any]) -> None:
    name, took = _legal(each["name"]), f"{each['seconds']:.3f}"
    case = ET.SubElement(suite, "testcase", classname=_legal(each["classname"]), name=name, time=took)
    if each["verdict"] == "not evaluated":
        ET.SubElement(case, "error", message=_legal(each["reason"]))
    elif each["verdict"] == "not applicable":
        ET.SubElement(case, "skipped", message=_legal(each["reason"]))
    else:
        _failures(case, each["findings"])


def _failures(case: ET.Element, findings: list[Mapping[str, Any]]) -> None:
    new = [finding for finding in findings if not finding["baseline"]]
    if new:
        failure = ET.SubElement(case, "failure", message=_legal(f"{len(new)} findings"))
        failure.text = _legal("\n".join(_line(finding) for finding in new))


def _line(finding: Mapping[str, Any]) -> str:
    return f"{finding['path']}:{finding['line']}:{finding['column']}: {finding['message']}\n    fix: {finding['fix']}"


def _count(suite: ET.Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(1 for _ in suite.iter(tag))))


def _legal(text: str) -> str:
    """The text, with what XML 1.0 does not allow made visible."""
    return visible_in_lines(text)

"""Names, messages and source lines stay what they are in every report: words, and no command to whoever reads them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from dovetail.architecture.drawing import Arrow, Drawing
from dovetail.architecture.findings import ContractOutcome, Finding, LintReport, RuleOutcome
from dovetail.report.escaping import visible
from dovetail.report.graph import dot, mermaid, svg
from dovetail.report.lint import github, junit, sarif, text
from dovetail.report.lint import json as as_json

if TYPE_CHECKING:
    from types import ModuleType

HOSTILE = {
    "a command": "x\n::stop-commands::tok",
    "an indented command": "x\n   ::error::y",
    "an old command": "##[error]y",
    "carriage return": "x\r::warning::y",
    "terminal": "\x1b[2J\x1b]0;title\x07",
    "C1": "\x9b31mred\x85next",
    "bidi": "a\u202eb\u2066c\u200f",
    "lines": "a\u2028b\u2029c\x0bd\x0ce",
    "no text": "caf\udce9 \ud800",
    "XML": "]]><script>&\"'</text>\x00\ufffe\uffff",
    "quotes": '"];"]\n}\\" -> `x` #quot; %%{init: {}}%%',
    "SARIF": "[click](https://evil.example) {0}",
    "GitHub": "100% %0A::error file=a,line=1::b, c: d",
}
# No file system gives this one: a byte that is no text comes as the other half.
HALF = "\ud800"
_UNSEEN = "\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff"
UNSEEN = re.compile(f"[{_UNSEEN}]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


def test_no_character_that_cannot_be_seen_is_left() -> None:
    unseen = [*UNSEEN.findall("".join(map(chr, range(0x10000)))), *"\n\xad\u200b\u200c\u200d\u2060\u2065\ufeff"]
    assert [character for character in unseen if visible(character) == character] == []


def report(hostile: str) -> dict[str, object]:
    path = f"shop/{hostile.replace(HALF, '')}.py"
    finding = Finding(
        hostile, path, 1, 1, f"shop.{hostile}", f"{hostile} is at fault", f"mend {hostile}",
        imported=hostile, chain=("shop.a", hostile, "shop.b"), contract=hostile,
    )  # fmt: skip
    contracts = (
        ContractOutcome(hostile, hostile, "broken", warnings=(hostile,)),
        ContractOutcome(f"{hostile}!", "layers", "not evaluated", hostile, (hostile,)),
    )
    rules = (RuleOutcome("ARCH-01", "not applicable", hostile),)
    return LintReport(contracts, rules, (finding,), {hostile: (hostile,)}, (hostile,)).document()


def drawing(hostile: str) -> Drawing:
    other = f"shop.{hostile}"
    rows = ((("outside", (hostile,)),), (("domain", (other,)),))
    return Drawing(hostile, rows, (Arrow(other, hostile, 2, broken=True),), (hostile,))


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", [text, github, as_json, sarif, junit])
def test_a_report_shows_what_cannot_be_seen_and_gives_no_command(form: ModuleType, hostile: str) -> None:
    rendered = form.render(report(hostile))

    rendered.encode()
    assert not UNSEEN.search(rendered)
    if form is github:
        assert {line.split(" ")[0] for line in rendered.splitlines()} <= {"::error", "::warning", "::notice"}
        assert len(rendered.splitlines()) == 5
    elif form is text:
        assert not COMMAND.search(rendered)


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", [mermaid, dot, svg])
def test_a_drawing_shows_what_cannot_be_seen(form: ModuleType, hostile: str) -> None:
    rendered = form.render(drawing(hostile))

    rendered.encode()
    assert not UNSEEN.search(rendered)
    plain = form.render(drawing("plain"))
    assert rendered.count("\n") == plain.count("\n")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_a_string_ends_where_it_ends(hostile: str) -> None:
    labels = re.findall(r'\["(.*)"\]$', mermaid.render(drawing(hostile)), re.MULTILINE)
    assert len(labels) == 2
    assert not any(re.search(r'["<>`%\\]', label) for label in labels)
    for line in dot.render(drawing(hostile)).splitlines():
        assert re.sub(r'"(?:[^"\\]|\\.)*"', "", line).count('"') == 0
    assert len(list(ET.fromstring(svg.render(drawing(hostile))).iter("{http://www.w3.org/2000/svg}text"))) == 4


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_documents_stay_documents(hostile: str) -> None:
    (finding,) = json.loads(as_json.render(report(hostile)))["findings"]
    assert finding["message"].endswith(" is at fault")
    (run,) = json.loads(sarif.render(report(hostile)))["runs"]
    assert run["results"][0]["ruleIndex"] == 0
    assert "](" not in run["results"][0]["message"]["text"].replace("\\]", "")
    assert [case.tag for case in ET.fromstring(junit.render(report(hostile)))] == ["testcase"] * 3


def test_letters_of_all_languages_stay() -> None:
    assert "é → 注文" in text.render(report("é → 注文"))
    assert "é → 注文" in as_json.render(report("é → 注文"))

"""The whole gate's reports: new, known and fixed told apart, and nothing in them that could be more than text."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "checking"))

from gate_documents import clause, import_of, lint, suite, suites

from dovetail.checking.result import Loss, Result
from dovetail.report.check import markdown, text
from dovetail.report.escaping import in_text
from dovetail.report.page.content import gather
from dovetail.report.page.entries import entries, keys_of
from dovetail.report.page.html import render

BROKEN = suites(suite("sql", clause("REPO-01"), clause("REPO-07", "broken")))
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" ' & `\x1b[31m"


def states(before: Any, now: Any, now_lint: Any = None, before_lint: Any = None) -> dict[str, str]:
    keys = keys_of(before, before_lint) if before is not None else None
    return {each.id: each.state for each in entries(now, now_lint, keys)}


def test_without_an_earlier_run_all_is_new() -> None:
    assert states(None, BROKEN, lint(import_of("django"))) == {"REPO-07": "new", "ARCH-02": "new"}


def test_what_was_there_before_is_known_and_what_is_gone_is_fixed() -> None:
    before = suites(suite("sql", clause("REPO-07", "broken"), clause("REPO-09", "broken")))
    now = suites(suite("sql", clause("REPO-07", "broken"), clause("REPO-09"), clause("REPO-01", "broken")))

    assert states(before, now) == {"REPO-01": "new", "REPO-07": "known", "REPO-09": "fixed"}


def test_what_the_baseline_knows_is_known() -> None:
    assert states(None, None, lint(import_of("django", baseline=True))) == {"ARCH-02": "known"}


def test_adapters_that_disagree_are_a_finding() -> None:
    different = {"id": "REPO-02", "port": "post.ports:Parcels", "policy": "missing", "answers": {"A": "returns(None)"}}
    (entry,) = entries(suites(disagreements=(different,)), None, None)

    assert ("A", "answers returns(None)") in entry.facts
    assert ("write", "missing = returns(None) in the contract") in entry.facts


def test_text_ends_with_the_verdict() -> None:
    result = Result(lint(), BROKEN, "broken", (Loss("suite", "x", "the suite x no longer runs"),), ("left out",))
    lines = text.render(result, entries(BROKEN, lint(), None)).splitlines()

    assert lines[0] == "new: REPO-07 saving again replaces all of it"
    assert "sees less: the suite x no longer runs" in lines
    assert lines[-1] == "broken: findings: 1 new; 1 no longer looked at; 1 suite (1 broken, 1 held); lint holds"


def test_what_never_ran_is_counted_apart_from_what_is_broken() -> None:
    """By the last line, the table and the page alike: nothing is known of such a clause."""
    ended = {**clause("REPO-09", "broken"), "evaluated": False}
    found = suites(suite("sql", clause("REPO-01"), clause("REPO-07", "broken"), ended))
    result, shown = Result(lint(), found, "broken"), entries(found, lint(), None)
    page = gather(verdict="broken", suites=found, lint=lint(), graph="", before=None, notes=(), version="1")

    assert "(1 broken, 1 held, 1 not evaluated)" in text.summary(result, shown)
    assert "| Parcels | Sql | 1 | 1 | 0 | 0 | 0 | 1 |" in markdown.render(result, shown)
    assert (1, "clauses not evaluated") in page.counts
    assert 'title="not evaluated"' in render(page)


def test_markdown_mentions_nobody_and_holds_no_html() -> None:
    found = suites(suite("sql", clause("REPO-07", "broken", expected="```\n<b>", got="@everyone"), port="a:<img>|@you"))
    report = markdown.render(Result(lint(), found, "broken"), entries(found, lint(), None))
    outside = re.sub(r"(?s)````text.*?````", "", report)

    assert "````text" in report, "a longer fence than what it holds"
    assert "@everyone" not in outside
    assert re.findall(r"<(?!/?(?:details|summary))", outside) == []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def page(found: Any, judged: Any = None, **more: Any) -> str:
    given = {"verdict": "broken", "graph": "", "before": None, "notes": (), "version": "1"}
    return render(gather(suites=found, lint=judged, **(given | more)))


def test_a_hostile_name_stays_text() -> None:
    finding = import_of(HOSTILE)
    hostile = suite(
        "sql", clause("REPO-07", "broken", scenario=[HOSTILE], expected=HOSTILE, hint=HOSTILE), port=f"post:{HOSTILE}"
    ) | {"adapter": HOSTILE, "suite": HOSTILE}
    tags = _Tags()
    tags.feed(page(suites(hostile), lint(finding | {"message": HOSTILE}), notes=(HOSTILE,)))

    assert [tag for tag, _ in tags.tags].count("script") == 1
    assert "img" not in {tag for tag, _ in tags.tags}
    assert not any(name.startswith("on") for _, attributes in tags.tags for name in attributes)


@pytest.mark.parametrize("hostile", ["a\u202eb\u2066c", "\x1b[2J\x07", "x\x85y\u2028z", "caf\udce9", "\x00\ufffe"])
def test_what_cannot_be_seen_is_shown_in_every_report(hostile: str) -> None:
    broken = clause("REPO-07", "broken", scenario=[hostile], expected=hostile, hint=hostile)
    found = suites(suite("sql", broken, port=f"post:{hostile}") | {"adapter": hostile, "suite": hostile})
    judged = lint(import_of(hostile) | {"message": hostile})
    result = Result(judged, found, "broken", (Loss("suite", hostile, hostile),), (hostile,))
    seen = entries(found, judged, None)
    rendered = [page(found, judged, notes=(hostile,)), markdown.render(result, seen)]
    rendered.append(in_text(text.render(result, seen)))

    for report in rendered:
        report.encode()
        assert not set(hostile) & set(report) & {each for each in hostile if not each.isprintable()}


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    html = page(BROKEN, lint())

    assert "default-src 'none'" in html
    assert not re.search(r"(src|href)=\"(?!#)", html)

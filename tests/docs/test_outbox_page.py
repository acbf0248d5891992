"""The page on the outbox runs as it is written, and what it says of its faults is true."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from pages import DOCS, files, run

from dovetail import Outbox

PAGE = "outbox.md"
_MARKED_FIRST = """self.note(message.id, sent=True)
            self.publish(message)"""


def test_the_page_names_every_argument() -> None:
    named = set(re.findall(r"^\| `(\w+)", (DOCS / PAGE).read_text(encoding="utf-8"), flags=re.MULTILINE))

    assert named == {each.name for each in fields(Outbox)}


def test_the_outbox_of_the_page_holds(pytester: pytest.Pytester) -> None:
    result = run(pytester, files(PAGE), "-k", "UOW_26 or UOW_27 or UOW_28 or UOW_29 or UOW_3", examples=2)

    outcomes = result.parseoutcomes()
    assert "failed" not in outcomes, result.stdout.str()
    result.stdout.fnmatch_lines(["*Outbox(dead=lambda uow: ...)*"])


def test_its_faults_are_found(pytester: pytest.Pytester) -> None:
    shop = files(PAGE)["shop"]
    for shown, drifted in ((", OutboxRow.free_at <= now", ""), ("self.publish(message)", _MARKED_FIRST)):
        assert shown in shop
        shop = shop.replace(shown, drifted)

    result = run(pytester, {**files(PAGE), "shop": shop}, "-k", "UOW_27 or UOW_28", examples=2)

    assert result.parseoutcomes()["failed"] == 2
    result.stdout.fnmatch_lines_random(["*UOW-27 *broken by*", "*UOW-28 *broken by*"])

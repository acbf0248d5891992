"""The page on the outbox runs as it is written, and what it says of its faults is true."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from dovetail import Outbox

PAGE = (Path(__file__).parents[2] / "docs" / "outbox.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]

# What is asked is whether a fault is found; to make it small takes ten seconds.
QUICK = """
from hypothesis import Phase, settings
settings.register_profile("quick", max_examples=2, derandomize=True, database=None, phases=[Phase.generate])
settings.load_profile("quick")
"""


_MARKED_FIRST = """self.note(message.id, sent=True)
            self.publish(message)"""


def files() -> dict[str, str]:
    """The files that the page shows, by the name in their first line."""
    blocks = re.findall(r"^```python\n# (\w+)\.py\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return dict(blocks)


def test_the_page_names_every_argument() -> None:
    named = set(re.findall(r"^\| `(\w+)", PAGE, flags=re.MULTILINE))

    assert named == {each.name for each in fields(Outbox)}


def test_the_outbox_of_the_page_holds(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(**files())
    pytester.makeconftest(QUICK)

    result = pytester.runpytest_subprocess(
        "-p", "no:cacheprovider", "-k", "UOW_26 or UOW_27 or UOW_28 or UOW_29 or UOW_3"
    )

    outcomes = result.parseoutcomes()
    assert "failed" not in outcomes, result.stdout.str()
    result.stdout.fnmatch_lines(["*Outbox(dead=lambda uow: ...)*"])


def test_its_faults_are_found(pytester: pytest.Pytester) -> None:
    shop = files()["shop"]
    for shown, drifted in ((", OutboxRow.free_at <= now", ""), ("self.publish(message)", _MARKED_FIRST)):
        assert shown in shop
        shop = shop.replace(shown, drifted)
    pytester.makepyfile(**{**files(), "shop": shop})
    pytester.makeconftest(QUICK)

    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-k", "UOW_27 or UOW_28")

    assert result.parseoutcomes()["failed"] == 2
    result.stdout.fnmatch_lines_random(["*UOW-27 *broken by*", "*UOW-28 *broken by*"])

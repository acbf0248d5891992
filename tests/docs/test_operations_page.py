"""The page on operations runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pages import holds

import dovetail
from dovetail.suites.kernel.subject import bound

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")

pytest_plugins = ["pytester"]

_FILES = re.compile(r"^```python\n# (\w+)\.py\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
_BLOCKS = re.compile(r"^```python\n(class .*?)^```$", flags=re.DOTALL | re.MULTILINE)


def run(pytester: pytest.Pytester, *changed: tuple[str, str]) -> pytest.RunResult:
    """The files that the page shows, with some of it changed, under pytest."""
    shown = dict(_FILES.findall(PAGE))
    for old, new in changed:
        assert old in shown["web"]
        shown["web"] = shown["web"].replace(old, new)
    pytester.makepyfile(**shown)
    return pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")


def test_the_application_of_the_page_holds(pytester: pytest.Pytester) -> None:
    holds(run(pytester), 22)


@pytest.mark.long
def test_what_goes_wrong_in_its_lines_is_found(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        ("utc=True", "utc=False"),
        ("timeout=0.5", "timeout=60"),
        ('PARCELS.labels("refused").inc()\n', "pass\n"),
        ('["outcome"])', '["outcome", "parcel"])'),
        ('.labels("sent" if reply.is_success else "failed")', '.labels("sent", name)'),
        ("given if good else", "given if given else"),
    )

    assert result.parseoutcomes()["failed"] == 5
    for clause in ("OPS-02", "OPS-09", "OPS-14", "OPS-17", "OPS-18"):
        result.stdout.fnmatch_lines([f"*{clause}*"])


def test_the_other_ways_to_state_it_can_be_read() -> None:
    names: dict[str, Any] = {"OperationsContract": dovetail.OperationsContract}
    for block in _BLOCKS.findall(PAGE):
        exec(block, names)
    for name, each in names.items():
        if name.startswith("Test"):
            bound(each)

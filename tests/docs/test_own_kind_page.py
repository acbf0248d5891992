"""The page on a contract kind of one's own runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dovetail import kernel

PAGE = (Path(__file__).parents[2] / "docs" / "own-kind.md").read_text(encoding="utf-8")
SUITE = """
from typing import Protocol

from identifiers import IdentifierContract, OrderedIdentifierContract, test_a_generator_that_is_stuck_is_found

class Generator(Protocol):
    def next_id(self) -> int: ...

class Counter:
    def __init__(self):
        self.last = 0

    def next_id(self):
        self.last += 1
        return self.last

class Stuck(Counter):
    def next_id(self):
        return 7

class TestCounter(IdentifierContract):
    port = Generator
    adapter = Counter

class TestStuck(OrderedIdentifierContract):
    port = Generator
    adapter = Stuck

class TestOrdered(OrderedIdentifierContract):
    port = Generator
    adapter = Counter
    order = int
"""

pytest_plugins = ["pytester"]


def blocks(language: str) -> str:
    """The fenced blocks of the page that are marked as that language alone."""
    fenced = re.findall(r"^```([^\n]*)\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return "\n".join(text for each, text in fenced if each == language)


def test_the_page_runs(pytester: pytest.Pytester) -> None:
    """Its clause finds a generator that gives one identifier twice, and leaves one that counts alone."""
    (pytester.path / "identifiers.toml").write_text(blocks("toml"), encoding="utf-8")
    (pytester.path / "identifiers.py").write_text(blocks("python"), encoding="utf-8")
    pytester.makepyfile(test_page=SUITE)
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:cacheprovider")

    result.assert_outcomes(passed=4, failed=1, skipped=1)
    result.stdout.fnmatch_lines(
        [
            "IDG-01 no identifier is given twice      broken by Stuck (port Generator)",
            "    adapter.next_id()",
            "    adapter.next_id()",
            "  expected  a new identifier",
            "  got       7 again",
        ]
    )


def test_all_that_the_page_imports_is_public() -> None:
    """And the kernel names nothing that it does not have."""
    imported = re.findall(r"from dovetail\.(\w+) import ([^\n]+)", PAGE)

    assert {home for home, _ in imported} == {"kernel"}
    assert {name.strip() for _, names in imported for name in names.split(",")} <= set(kernel.__all__)
    assert all(hasattr(kernel, name) for name in kernel.__all__)

"""A small project of a user's, in a directory of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

import pytest

import dovetail.plugin.clause
import dovetail.plugin.collecting
import dovetail.plugin.results
import dovetail.suites.repository.contract  # noqa: F401 - here, or every run in this process would import all of it again

# From 9.0 on, pytest's summary says why a test failed that has a text and no traceback.
SUMMARY_SAYS_WHY = pytest.version_tuple >= (9, 0)

_HEADER = """
import pytest
from contracts import *
from notes import *
"""


@dataclass
class Project:
    """A project whose contracts and domain are in place; a test adds the suites.

    Attributes:
        pytester: pytest's own fixture, for all that has no shorter way here.
    """

    pytester: pytest.Pytester

    def suites(self, text: str, name: str = "test_notes") -> None:
        """Write a test module; the contracts, the domain and pytest are imported."""
        self.pytester.makepyfile(**{name: _HEADER + dedent(text)})

    def run(self, *options: str, apart: bool = False) -> pytest.RunResult:
        """Run pytest, in this process or apart, in the order of the files unless an option says otherwise."""
        order = () if any("randomly" in option for option in options) else ("-p", "no:randomly")
        if apart:
            return self.pytester.runpytest_subprocess(*order, *self._cached(options), *options)
        # Without what looks through all that is loaded five times over, at the end of each run.
        lighter = (*order, "-p", "no:unraisableexception")
        return self.pytester.runpytest_inprocess(*lighter, *self._cached(options), *options)

    def _cached(self, options: Sequence[str]) -> tuple[str, str]:
        return "-p", "cacheprovider" if "--lf" in options else "no:cacheprovider"

    def document(self, *options: str, apart: bool = False) -> dict[str, Any]:
        """The JSON document of a run."""
        self.run("--dovetail-json=out.json", *options, apart=apart)
        return self.read("out.json")

    def read(self, name: str) -> dict[str, Any]:
        """A JSON file of the project's."""
        document: dict[str, Any] = json.loads((self.pytester.path / name).read_text(encoding="utf-8"))
        return document


def outcomes(document: dict[str, Any], suite: str) -> dict[str, str]:
    """By clause id, how it came out for a suite."""
    found = next(each for each in document["suites"] if each["suite"].endswith(suite))
    return {each["id"]: each["outcome"] for each in found["clauses"]}


def block(lines: Sequence[str], first: str) -> str:
    """The lines from one that starts so to the next blank line or rule."""
    start = next(place for place, line in enumerate(lines) if line.startswith(first))
    rest = lines[start:]
    end = next((place for place, line in enumerate(rest) if not line.strip() or line.startswith(("===", "___"))), None)
    return "\n".join(rest[:end])

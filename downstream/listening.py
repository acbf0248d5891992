"""A plugin for pytest: go on without a guess, or write down which guesses say something, and in which suites.

`DOVETAIL_WITHOUT` names the guess, as tests/guesses.py has it; `DOVETAIL_HEARD` the file for what is heard.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

from guesses import listen, switch_off

_now = ""
_heard: dict[str, set[str]] = defaultdict(set)


def pytest_configure() -> None:
    """Before any suite is bound."""
    if without := os.environ.get("DOVETAIL_WITHOUT", ""):
        switch_off(without)
    if os.environ.get("DOVETAIL_HEARD", ""):
        listen(lambda name: _heard[name].add(_now))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Remember whose clauses are held now: a guess says nothing of that."""
    global _now  # noqa: PLW0603 - the listener is told the guess alone
    _now = item.nodeid.split("::")[1]


def pytest_sessionfinish() -> None:
    """Write by guess the suites in which it said something."""
    if path := os.environ.get("DOVETAIL_HEARD", ""):
        said = {name: sorted(suites - {""}) for name, suites in sorted(_heard.items())}
        Path(path).write_text(json.dumps(said, indent=1), encoding="utf-8")

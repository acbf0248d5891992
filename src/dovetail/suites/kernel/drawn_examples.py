"""Runs scenarios in examples that Hypothesis draws, shrinks, saves and replays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.database import ExampleDatabase
from hypothesis.errors import HypothesisException, InvalidArgument

Draw = Callable[[Any], Any]
"""Draws a value from a strategy."""


def run_drawn(example: Callable[[Draw], None], name: str, profile: settings) -> None:
    """Run one example after the other, and shrink what breaks.

    Args:
        example: runs one, given how its values are drawn.
        name: what keeps its saved failures apart from those of any other.
        profile: how many examples, in which phases, with which database.

    Raises:
        Exception: what the smallest example raised, or what Hypothesis says of examples that it cannot run.
    """

    @settings(
        profile,
        deadline=None,
        print_blob=False,
        verbosity=Verbosity.quiet if profile.verbosity is Verbosity.normal else profile.verbosity,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        phases=[phase for phase in profile.phases if phase is not Phase.explain],
        database=None if profile.database is None else _Partition(profile.database, name),
    )
    @given(_drawing())
    def one(draw: st.DrawFn) -> None:
        example(draw)

    one()


def replays(profile: settings) -> bool:
    """Whether failures that were saved in an earlier run come first."""
    return profile.database is not None and Phase.reuse in profile.phases


def steers(error: Exception) -> bool:
    """Whether it is one of those by which a test is steered, and no complaint about a strategy."""
    return isinstance(error, HypothesisException) and not isinstance(error, InvalidArgument)


@st.composite
def _drawing(draw: st.DrawFn) -> st.DrawFn:
    """What `st.data()` gives, without its notes for a report that nobody reads: they cost more than small draws do."""
    return draw


class _Partition(ExampleDatabase):
    """A part of the example database for one clause on one suite: shared, two adapters would delete each other's."""

    def __init__(self, database: ExampleDatabase, name: str) -> None:
        super().__init__()
        self._database = database
        self._name = name.encode() + b"\0"

    def save(self, key: bytes, value: bytes) -> None:
        self._database.save(self._name + key, value)

    def fetch(self, key: bytes) -> Any:
        return self._database.fetch(self._name + key)

    def delete(self, key: bytes, value: bytes) -> None:
        self._database.delete(self._name + key, value)

"""A connection that only the collector gives back is given back; where none is out, it does not look through all."""

from __future__ import annotations

import gc
import weakref
from types import SimpleNamespace
from typing import Any

import pytest

from dovetail.policies import Raised
from dovetail.suites.unit_of_work.judging import let_go

_SCENARIO: Any = SimpleNamespace(repositories={})


class Lost:
    """A connection in a cycle with its own transaction."""

    def __init__(self) -> None:
        self.transaction = self


def _raised() -> tuple[Raised, weakref.ref[Lost]]:
    """An error whose frame holds a connection that has grown old."""

    def cancelled() -> None:
        lost = Lost()
        found.append(weakref.ref(lost))
        gc.collect()
        raise TimeoutError

    found: list[weakref.ref[Lost]] = []
    try:
        cancelled()
    except TimeoutError as error:
        return Raised(error), found[0]
    raise AssertionError


@pytest.mark.parametrize("counted", [None, SimpleNamespace(out=2)])
def test_a_connection_that_is_lost_is_given_back(counted: Any) -> None:
    """Where nobody counts, and where one more is out than was before."""
    answer, lost = _raised()
    assert lost() is not None

    let_go(_SCENARIO, answer, counted=counted, lent=1)

    assert lost() is None


def test_what_is_old_is_left_alone_where_all_are_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """To look through it took up to half a second for each scenario, in an application of a usual size."""
    generations: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: generations.append(generation))

    let_go(_SCENARIO, counted=SimpleNamespace(out=1), lent=1)

    assert 2 not in generations

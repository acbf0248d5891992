"""A port that loads, and neither puts nor deletes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import pytest
from hypothesis import settings

import dovetail
from dovetail import CacheContract
from dovetail.suites.kernel.outcome import Verdict


class Depths(Protocol):
    def get_or_set(self, buoy: str, load: Callable[[], int]) -> int: ...


class Sounded:
    def __init__(self) -> None:
        self._depths: dict[str, int] = {}

    def get_or_set(self, buoy: str, load: Callable[[], int]) -> int:
        if not self._is_known(buoy):
            self._depths[buoy] = load()
        return self._depths[buoy]

    def _is_known(self, buoy: str) -> bool:
        return buoy in self._depths


class SoundsTheShoreAgain(Sounded):
    """A depth of 0 is taken for none."""

    def _is_known(self, buoy: str) -> bool:
        return bool(self._depths.get(buoy))


@pytest.mark.parametrize(("depths", "verdict"), [(Sounded, Verdict.HELD), (SoundsTheShoreAgain, Verdict.BROKEN)])
def test_what_is_loaded_is_loaded_once_however_falsy_it_is(depths: Any, verdict: Verdict) -> None:
    class DepthsContract(CacheContract):
        port = Depths
        adapter = depths
        settings = settings(max_examples=10, derandomize=True, database=None)

    report = dovetail.verify(DepthsContract)

    assert report.outcomes["CACHE-02"].verdict is verdict
    assert {finding.clause for finding in report.findings} <= {"CACHE-02", "CACHE-11"}
    assert "the port has no set" in report.outcomes["CACHE-01"].reason
